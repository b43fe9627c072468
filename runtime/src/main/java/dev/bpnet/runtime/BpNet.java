package dev.bpnet.runtime;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a {@code .bpnet} model compiled by {@code bpnet-processor} while the annotated type is
 * compiled.
 *
 * <pre>{@code
 * @BpNet("""
 *     network Xor {
 *         input  x[2]
 *         target t[1]
 *         output y = x |> dense(3) |> tanh |> dense(1) |> sigmoid
 *         loss squared_error(y, t)
 *     }
 *     """)
 * interface Gate {
 *   float y(float x0, float x1);
 * }
 * }</pre>
 *
 * <p>Each network of the model becomes a public class of its name in the package of the annotated
 * type, whatever package the model says. The name must be another than that of the annotated type.
 * The class is a {@link Network.OfFloat}, or a {@link Network.OfDouble} with the compiler argument
 * {@code -Abpnet.precision=double}.
 *
 * <p>If the annotated type is an interface, the class implements it as well. The interface has no
 * type parameters and is not private. Each of its abstract methods, inherited ones included, which
 * {@link Network} does not have already,
 *
 * <ul>
 *   <li>is named after an output (where the network contract or Java has other plans with that
 *       name, as the class names its method: {@code predict2} for an output {@code predict});
 *   <li>takes all inputs in the order of their declaration. A scalar input is one parameter of its
 *       name. Any other is either one array of its name, its elements in row-major order, or one
 *       parameter for each element, {@code x0}, {@code x1}, and just {@code x} if there is only
 *       one. Reals are {@code float} (or {@code double}, as the network is), classes are {@code
 *       int};
 *   <li>returns the output for one example: {@code float} (or {@code double}) for one real element,
 *       {@code int} for one class or for a truth value (0 or 1), an array of these for more than
 *       one, in row-major order.
 * </ul>
 *
 * Anything else is an error at the method. Default and static methods stay as they are. A method
 * that returns one element allocates nothing; an array that is returned is new and belongs to the
 * caller, one that is given is only read and is at least as long as the input has elements. Like
 * the passes of a network, the methods of one instance are for one thread at a time.
 *
 * <p>The annotation stays in class files, because Gradle's incremental compiler looks for it there.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface BpNet {
  /**
   * The text of the model. What it imports is looked for as if it were a file beside the annotated
   * type. Either this or {@link #file()} is given.
   */
  String value() default "";

  /**
   * The file of the model, in the folder of the annotated type's package or, if it is not there,
   * from the root, with forward slashes. Roots are, in this order, the folders of {@code
   * -Abpnet.sourcepath} and the compiler's source path, class output and class path. Either this or
   * {@link #value()} is given.
   */
  String file() default "";
}
