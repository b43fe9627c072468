import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector code of {@link Readings}, for the JDK's incubating vector module: javac and java
 * need {@code --add-modules jdk.incubator.vector}.
 */
final class ReadingsVector {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;

  /**
   * The lanes whose numbers have the bit of 1.
   */
  private static final VectorMask<Float> UPPER_OF_1 = VectorMask.fromLong(SPECIES, 0b10101010);

  /**
   * Swaps lanes whose numbers differ in the bit of 1 alone.
   */
  private static final VectorShuffle<Float> SWAPPED_BY_1 = VectorShuffle.fromOp(SPECIES,
      lane -> lane ^ 1);

  /**
   * The lanes whose numbers have the bit of 2.
   */
  private static final VectorMask<Float> UPPER_OF_2 = VectorMask.fromLong(SPECIES, 0b11001100);

  /**
   * Swaps lanes whose numbers differ in the bit of 2 alone.
   */
  private static final VectorShuffle<Float> SWAPPED_BY_2 = VectorShuffle.fromOp(SPECIES,
      lane -> lane ^ 2);

  /**
   * The lanes whose numbers have the bit of 4.
   */
  private static final VectorMask<Float> UPPER_OF_4 = VectorMask.fromLong(SPECIES, 0b11110000);

  /**
   * Swaps lanes whose numbers differ in the bit of 4 alone.
   */
  private static final VectorShuffle<Float> SWAPPED_BY_4 = VectorShuffle.fromOp(SPECIES,
      lane -> lane ^ 4);

  static {
    // Looks every operation up once. First uses after HotSpot has compiled the look-up
    // would keep it from making instructions of long methods.
    final FloatVector x = FloatVector.zero(SPECIES);
    x.add(x).sub(x).mul(x).div(x).neg().fma(x, x).abs().max(x);
    final IntVector n = x.reinterpretAsInts();
    n.add(n).sub(n).lanewise(VectorOperators.LSHL, 1).lanewise(VectorOperators.ASHR, 1).and(n).or(n);
  }

  private ReadingsVector() {
  }

  /**
   * 6 examples by 16 units.
   */
  static void dense1ZTile6x16(int e, int b, int j, float[] parameters, float[] inputs,
      float[] dense1Z) {
    FloatVector sum00 = FloatVector.fromArray(SPECIES, parameters, j + 320);
    FloatVector sum01 = FloatVector.fromArray(SPECIES, parameters, j + 328);
    FloatVector sum10 = FloatVector.fromArray(SPECIES, parameters, j + 320);
    FloatVector sum11 = FloatVector.fromArray(SPECIES, parameters, j + 328);
    FloatVector sum20 = FloatVector.fromArray(SPECIES, parameters, j + 320);
    FloatVector sum21 = FloatVector.fromArray(SPECIES, parameters, j + 328);
    FloatVector sum30 = FloatVector.fromArray(SPECIES, parameters, j + 320);
    FloatVector sum31 = FloatVector.fromArray(SPECIES, parameters, j + 328);
    FloatVector sum40 = FloatVector.fromArray(SPECIES, parameters, j + 320);
    FloatVector sum41 = FloatVector.fromArray(SPECIES, parameters, j + 328);
    FloatVector sum50 = FloatVector.fromArray(SPECIES, parameters, j + 320);
    FloatVector sum51 = FloatVector.fromArray(SPECIES, parameters, j + 328);
    for (int k = 0; k < 20; k++) {
      final FloatVector w0 = FloatVector.fromArray(SPECIES, parameters, k * 16 + j);
      final FloatVector w1 = FloatVector.fromArray(SPECIES, parameters, k * 16 + j + 8);
      final FloatVector x0 = FloatVector.broadcast(SPECIES, inputs[e * 20 + k]);
      sum00 = x0.fma(w0, sum00);
      sum01 = x0.fma(w1, sum01);
      final FloatVector x1 = FloatVector.broadcast(SPECIES, inputs[e * 20 + k + 20]);
      sum10 = x1.fma(w0, sum10);
      sum11 = x1.fma(w1, sum11);
      final FloatVector x2 = FloatVector.broadcast(SPECIES, inputs[e * 20 + k + 40]);
      sum20 = x2.fma(w0, sum20);
      sum21 = x2.fma(w1, sum21);
      final FloatVector x3 = FloatVector.broadcast(SPECIES, inputs[e * 20 + k + 60]);
      sum30 = x3.fma(w0, sum30);
      sum31 = x3.fma(w1, sum31);
      final FloatVector x4 = FloatVector.broadcast(SPECIES, inputs[e * 20 + k + 80]);
      sum40 = x4.fma(w0, sum40);
      sum41 = x4.fma(w1, sum41);
      final FloatVector x5 = FloatVector.broadcast(SPECIES, inputs[e * 20 + k + 100]);
      sum50 = x5.fma(w0, sum50);
      sum51 = x5.fma(w1, sum51);
    }
    sum00.intoArray(dense1Z, b * 16 + j);
    sum01.intoArray(dense1Z, b * 16 + j + 8);
    sum10.intoArray(dense1Z, b * 16 + j + 16);
    sum11.intoArray(dense1Z, b * 16 + j + 24);
    sum20.intoArray(dense1Z, b * 16 + j + 32);
    sum21.intoArray(dense1Z, b * 16 + j + 40);
    sum30.intoArray(dense1Z, b * 16 + j + 48);
    sum31.intoArray(dense1Z, b * 16 + j + 56);
    sum40.intoArray(dense1Z, b * 16 + j + 64);
    sum41.intoArray(dense1Z, b * 16 + j + 72);
    sum50.intoArray(dense1Z, b * 16 + j + 80);
    sum51.intoArray(dense1Z, b * 16 + j + 88);
  }

  /**
   * 4 examples by 16 units.
   */
  static void dense1ZTile4x16(int e, int b, int j, float[] parameters, float[] inputs,
      float[] dense1Z) {
    FloatVector sum00 = FloatVector.fromArray(SPECIES, parameters, j + 320);
    FloatVector sum01 = FloatVector.fromArray(SPECIES, parameters, j + 328);
    FloatVector sum10 = FloatVector.fromArray(SPECIES, parameters, j + 320);
    FloatVector sum11 = FloatVector.fromArray(SPECIES, parameters, j + 328);
    FloatVector sum20 = FloatVector.fromArray(SPECIES, parameters, j + 320);
    FloatVector sum21 = FloatVector.fromArray(SPECIES, parameters, j + 328);
    FloatVector sum30 = FloatVector.fromArray(SPECIES, parameters, j + 320);
    FloatVector sum31 = FloatVector.fromArray(SPECIES, parameters, j + 328);
    for (int k = 0; k < 20; k++) {
      final FloatVector w0 = FloatVector.fromArray(SPECIES, parameters, k * 16 + j);
      final FloatVector w1 = FloatVector.fromArray(SPECIES, parameters, k * 16 + j + 8);
      final FloatVector x0 = FloatVector.broadcast(SPECIES, inputs[e * 20 + k]);
      sum00 = x0.fma(w0, sum00);
      sum01 = x0.fma(w1, sum01);
      final FloatVector x1 = FloatVector.broadcast(SPECIES, inputs[e * 20 + k + 20]);
      sum10 = x1.fma(w0, sum10);
      sum11 = x1.fma(w1, sum11);
      final FloatVector x2 = FloatVector.broadcast(SPECIES, inputs[e * 20 + k + 40]);
      sum20 = x2.fma(w0, sum20);
      sum21 = x2.fma(w1, sum21);
      final FloatVector x3 = FloatVector.broadcast(SPECIES, inputs[e * 20 + k + 60]);
      sum30 = x3.fma(w0, sum30);
      sum31 = x3.fma(w1, sum31);
    }
    sum00.intoArray(dense1Z, b * 16 + j);
    sum01.intoArray(dense1Z, b * 16 + j + 8);
    sum10.intoArray(dense1Z, b * 16 + j + 16);
    sum11.intoArray(dense1Z, b * 16 + j + 24);
    sum20.intoArray(dense1Z, b * 16 + j + 32);
    sum21.intoArray(dense1Z, b * 16 + j + 40);
    sum30.intoArray(dense1Z, b * 16 + j + 48);
    sum31.intoArray(dense1Z, b * 16 + j + 56);
  }

  /**
   * 1 example by 16 units.
   */
  static void dense1ZTile1x16(int e, int b, int j, float[] parameters, float[] inputs,
      float[] dense1Z) {
    FloatVector sum00 = FloatVector.fromArray(SPECIES, parameters, j + 320);
    FloatVector sum01 = FloatVector.fromArray(SPECIES, parameters, j + 328);
    for (int k = 0; k < 20; k++) {
      final FloatVector w0 = FloatVector.fromArray(SPECIES, parameters, k * 16 + j);
      final FloatVector w1 = FloatVector.fromArray(SPECIES, parameters, k * 16 + j + 8);
      final FloatVector x0 = FloatVector.broadcast(SPECIES, inputs[e * 20 + k]);
      sum00 = x0.fma(w0, sum00);
      sum01 = x0.fma(w1, sum01);
    }
    sum00.intoArray(dense1Z, b * 16 + j);
    sum01.intoArray(dense1Z, b * 16 + j + 8);
  }

  /**
   * Computes logits.dense2.x.
   */
  static void dense2X(int from, int to, float[] dense1Z, float[] dense2X) {
    final FloatVector c = FloatVector.broadcast(SPECIES, -2.0f);
    final FloatVector c2 = FloatVector.broadcast(SPECIES, -2.88539f);
    final FloatVector c3 = FloatVector.broadcast(SPECIES, 12582912.0f);
    final FloatVector c4 = FloatVector.broadcast(SPECIES, -0.6931472f);
    final FloatVector c5 = FloatVector.broadcast(SPECIES, 0.16666515f);
    final FloatVector c6 = FloatVector.broadcast(SPECIES, 0.49999994f);
    final FloatVector c7 = FloatVector.broadcast(SPECIES, 0.0013813145f);
    final FloatVector c8 = FloatVector.broadcast(SPECIES, 0.008369419f);
    final FloatVector c9 = FloatVector.broadcast(SPECIES, 0.041668456f);
    final FloatVector c10 = FloatVector.broadcast(SPECIES, 1.9046542E-9f);
    final FloatVector one = FloatVector.broadcast(SPECIES, 1.0f);
    final FloatVector c11 = FloatVector.broadcast(SPECIES, 9.1f);
    final FloatVector c12 = FloatVector.broadcast(SPECIES, -1.0f);
    for (int i = from * 16; i < to * 16; i += 8) {
      final FloatVector dense1Z2 = FloatVector.fromArray(SPECIES, dense1Z, i);
      // tanh(dense1Z)
      final FloatVector magnitude = dense1Z2.abs();
      final FloatVector a = c.mul(magnitude);
      final FloatVector shifted = c2.fma(magnitude, c3);
      final FloatVector n = shifted.sub(c3);
      final FloatVector nearly = c4.fma(n, a);
      final FloatVector nearly2 = nearly.mul(nearly);
      final FloatVector low = c5.fma(nearly, c6);
      final FloatVector high = c7.fma(nearly2, c8.fma(nearly, c9));
      final FloatVector r = c10.fma(n, nearly);
      final FloatVector p = r.mul(r).fma(high.fma(nearly2, low), r);
      final FloatVector scale = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23)
          .add(0x3f800000).reinterpretAsFloats();
      final FloatVector above = scale.fma(p, scale.sub(one));
      final FloatVector below = scale.fma(p, scale.add(one));
      final FloatVector value = above.div(below);
      final IntVector sign = dense1Z2.reinterpretAsInts().or(0x7fffffff);
      value.blend(c12, magnitude.compare(VectorOperators.GT, c11)).reinterpretAsInts().and(sign)
          .reinterpretAsFloats().intoArray(dense2X, i);
    }
  }

  /**
   * 6 examples by 16 units.
   */
  static void deltaDense2XTile6x16(int b, int j, float[] parameters, float[] deltaLogits,
      float[] deltaDense2X) {
    final FloatVector zero = FloatVector.broadcast(SPECIES, 0.0f);
    FloatVector sum00 = zero;
    FloatVector sum01 = zero;
    FloatVector sum10 = zero;
    FloatVector sum11 = zero;
    FloatVector sum20 = zero;
    FloatVector sum21 = zero;
    FloatVector sum30 = zero;
    FloatVector sum31 = zero;
    FloatVector sum40 = zero;
    FloatVector sum41 = zero;
    FloatVector sum50 = zero;
    FloatVector sum51 = zero;
    for (int k = 0; k < 3; k++) {
      final FloatVector w0 = FloatVector.fromArray(SPECIES, parameters, k * 16 + j + 336);
      final FloatVector w1 = FloatVector.fromArray(SPECIES, parameters, k * 16 + j + 344);
      final FloatVector x0 = FloatVector.broadcast(SPECIES, deltaLogits[b * 3 + k]);
      sum00 = x0.fma(w0, sum00);
      sum01 = x0.fma(w1, sum01);
      final FloatVector x1 = FloatVector.broadcast(SPECIES, deltaLogits[b * 3 + k + 3]);
      sum10 = x1.fma(w0, sum10);
      sum11 = x1.fma(w1, sum11);
      final FloatVector x2 = FloatVector.broadcast(SPECIES, deltaLogits[b * 3 + k + 6]);
      sum20 = x2.fma(w0, sum20);
      sum21 = x2.fma(w1, sum21);
      final FloatVector x3 = FloatVector.broadcast(SPECIES, deltaLogits[b * 3 + k + 9]);
      sum30 = x3.fma(w0, sum30);
      sum31 = x3.fma(w1, sum31);
      final FloatVector x4 = FloatVector.broadcast(SPECIES, deltaLogits[b * 3 + k + 12]);
      sum40 = x4.fma(w0, sum40);
      sum41 = x4.fma(w1, sum41);
      final FloatVector x5 = FloatVector.broadcast(SPECIES, deltaLogits[b * 3 + k + 15]);
      sum50 = x5.fma(w0, sum50);
      sum51 = x5.fma(w1, sum51);
    }
    sum00.intoArray(deltaDense2X, b * 16 + j);
    sum01.intoArray(deltaDense2X, b * 16 + j + 8);
    sum10.intoArray(deltaDense2X, b * 16 + j + 16);
    sum11.intoArray(deltaDense2X, b * 16 + j + 24);
    sum20.intoArray(deltaDense2X, b * 16 + j + 32);
    sum21.intoArray(deltaDense2X, b * 16 + j + 40);
    sum30.intoArray(deltaDense2X, b * 16 + j + 48);
    sum31.intoArray(deltaDense2X, b * 16 + j + 56);
    sum40.intoArray(deltaDense2X, b * 16 + j + 64);
    sum41.intoArray(deltaDense2X, b * 16 + j + 72);
    sum50.intoArray(deltaDense2X, b * 16 + j + 80);
    sum51.intoArray(deltaDense2X, b * 16 + j + 88);
  }

  /**
   * 4 examples by 16 units.
   */
  static void deltaDense2XTile4x16(int b, int j, float[] parameters, float[] deltaLogits,
      float[] deltaDense2X) {
    final FloatVector zero = FloatVector.broadcast(SPECIES, 0.0f);
    FloatVector sum00 = zero;
    FloatVector sum01 = zero;
    FloatVector sum10 = zero;
    FloatVector sum11 = zero;
    FloatVector sum20 = zero;
    FloatVector sum21 = zero;
    FloatVector sum30 = zero;
    FloatVector sum31 = zero;
    for (int k = 0; k < 3; k++) {
      final FloatVector w0 = FloatVector.fromArray(SPECIES, parameters, k * 16 + j + 336);
      final FloatVector w1 = FloatVector.fromArray(SPECIES, parameters, k * 16 + j + 344);
      final FloatVector x0 = FloatVector.broadcast(SPECIES, deltaLogits[b * 3 + k]);
      sum00 = x0.fma(w0, sum00);
      sum01 = x0.fma(w1, sum01);
      final FloatVector x1 = FloatVector.broadcast(SPECIES, deltaLogits[b * 3 + k + 3]);
      sum10 = x1.fma(w0, sum10);
      sum11 = x1.fma(w1, sum11);
      final FloatVector x2 = FloatVector.broadcast(SPECIES, deltaLogits[b * 3 + k + 6]);
      sum20 = x2.fma(w0, sum20);
      sum21 = x2.fma(w1, sum21);
      final FloatVector x3 = FloatVector.broadcast(SPECIES, deltaLogits[b * 3 + k + 9]);
      sum30 = x3.fma(w0, sum30);
      sum31 = x3.fma(w1, sum31);
    }
    sum00.intoArray(deltaDense2X, b * 16 + j);
    sum01.intoArray(deltaDense2X, b * 16 + j + 8);
    sum10.intoArray(deltaDense2X, b * 16 + j + 16);
    sum11.intoArray(deltaDense2X, b * 16 + j + 24);
    sum20.intoArray(deltaDense2X, b * 16 + j + 32);
    sum21.intoArray(deltaDense2X, b * 16 + j + 40);
    sum30.intoArray(deltaDense2X, b * 16 + j + 48);
    sum31.intoArray(deltaDense2X, b * 16 + j + 56);
  }

  /**
   * 1 example by 16 units.
   */
  static void deltaDense2XTile1x16(int b, int j, float[] parameters, float[] deltaLogits,
      float[] deltaDense2X) {
    final FloatVector zero = FloatVector.broadcast(SPECIES, 0.0f);
    FloatVector sum00 = zero;
    FloatVector sum01 = zero;
    for (int k = 0; k < 3; k++) {
      final FloatVector w0 = FloatVector.fromArray(SPECIES, parameters, k * 16 + j + 336);
      final FloatVector w1 = FloatVector.fromArray(SPECIES, parameters, k * 16 + j + 344);
      final FloatVector x0 = FloatVector.broadcast(SPECIES, deltaLogits[b * 3 + k]);
      sum00 = x0.fma(w0, sum00);
      sum01 = x0.fma(w1, sum01);
    }
    sum00.intoArray(deltaDense2X, b * 16 + j);
    sum01.intoArray(deltaDense2X, b * 16 + j + 8);
  }

  /**
   * Computes the derivative by logits.dense1.z.
   */
  static void deltaDense1Z(int from, int to, float[] dense2X, float[] deltaDense1Z,
      float[] deltaDense2X) {
    final FloatVector one = FloatVector.broadcast(SPECIES, 1.0f);
    for (int i = from * 16; i < to * 16; i += 8) {
      final FloatVector dense2X2 = FloatVector.fromArray(SPECIES, dense2X, i);
      FloatVector.fromArray(SPECIES, deltaDense2X, i).mul(one.sub(dense2X2
          .mul(dense2X2))).intoArray(deltaDense1Z, i);
    }
  }

  /**
   * 6 rows by 16 columns, over the batch.
   */
  static void deltaDense1WTile6x16(int i, int j, int first, int count, float scale,
      float[] deltaDense1Z, float[] inputs, float[] gradient) {
    final FloatVector zero = FloatVector.broadcast(SPECIES, 0.0f);
    FloatVector sum00 = zero;
    FloatVector sum01 = zero;
    FloatVector sum10 = zero;
    FloatVector sum11 = zero;
    FloatVector sum20 = zero;
    FloatVector sum21 = zero;
    FloatVector sum30 = zero;
    FloatVector sum31 = zero;
    FloatVector sum40 = zero;
    FloatVector sum41 = zero;
    FloatVector sum50 = zero;
    FloatVector sum51 = zero;
    for (int b = 0; b < count; b++) {
      final FloatVector d0 = FloatVector.fromArray(SPECIES, deltaDense1Z, b * 16 + j);
      final FloatVector d1 = FloatVector.fromArray(SPECIES, deltaDense1Z, b * 16 + j + 8);
      final FloatVector x0 = FloatVector.broadcast(SPECIES, inputs[first * 20 + b * 20 + i]);
      sum00 = x0.fma(d0, sum00);
      sum01 = x0.fma(d1, sum01);
      final FloatVector x1 = FloatVector.broadcast(SPECIES, inputs[first * 20 + b * 20 + i + 1]);
      sum10 = x1.fma(d0, sum10);
      sum11 = x1.fma(d1, sum11);
      final FloatVector x2 = FloatVector.broadcast(SPECIES, inputs[first * 20 + b * 20 + i + 2]);
      sum20 = x2.fma(d0, sum20);
      sum21 = x2.fma(d1, sum21);
      final FloatVector x3 = FloatVector.broadcast(SPECIES, inputs[first * 20 + b * 20 + i + 3]);
      sum30 = x3.fma(d0, sum30);
      sum31 = x3.fma(d1, sum31);
      final FloatVector x4 = FloatVector.broadcast(SPECIES, inputs[first * 20 + b * 20 + i + 4]);
      sum40 = x4.fma(d0, sum40);
      sum41 = x4.fma(d1, sum41);
      final FloatVector x5 = FloatVector.broadcast(SPECIES, inputs[first * 20 + b * 20 + i + 5]);
      sum50 = x5.fma(d0, sum50);
      sum51 = x5.fma(d1, sum51);
    }
    final FloatVector mean = FloatVector.broadcast(SPECIES, scale);
    sum00.mul(mean).intoArray(gradient, i * 16 + j);
    sum01.mul(mean).intoArray(gradient, i * 16 + j + 8);
    sum10.mul(mean).intoArray(gradient, i * 16 + j + 16);
    sum11.mul(mean).intoArray(gradient, i * 16 + j + 24);
    sum20.mul(mean).intoArray(gradient, i * 16 + j + 32);
    sum21.mul(mean).intoArray(gradient, i * 16 + j + 40);
    sum30.mul(mean).intoArray(gradient, i * 16 + j + 48);
    sum31.mul(mean).intoArray(gradient, i * 16 + j + 56);
    sum40.mul(mean).intoArray(gradient, i * 16 + j + 64);
    sum41.mul(mean).intoArray(gradient, i * 16 + j + 72);
    sum50.mul(mean).intoArray(gradient, i * 16 + j + 80);
    sum51.mul(mean).intoArray(gradient, i * 16 + j + 88);
  }

  /**
   * 4 rows by 16 columns, over the batch.
   */
  static void deltaDense1WTile4x16(int i, int j, int first, int count, float scale,
      float[] deltaDense1Z, float[] inputs, float[] gradient) {
    final FloatVector zero = FloatVector.broadcast(SPECIES, 0.0f);
    FloatVector sum00 = zero;
    FloatVector sum01 = zero;
    FloatVector sum10 = zero;
    FloatVector sum11 = zero;
    FloatVector sum20 = zero;
    FloatVector sum21 = zero;
    FloatVector sum30 = zero;
    FloatVector sum31 = zero;
    for (int b = 0; b < count; b++) {
      final FloatVector d0 = FloatVector.fromArray(SPECIES, deltaDense1Z, b * 16 + j);
      final FloatVector d1 = FloatVector.fromArray(SPECIES, deltaDense1Z, b * 16 + j + 8);
      final FloatVector x0 = FloatVector.broadcast(SPECIES, inputs[first * 20 + b * 20 + i]);
      sum00 = x0.fma(d0, sum00);
      sum01 = x0.fma(d1, sum01);
      final FloatVector x1 = FloatVector.broadcast(SPECIES, inputs[first * 20 + b * 20 + i + 1]);
      sum10 = x1.fma(d0, sum10);
      sum11 = x1.fma(d1, sum11);
      final FloatVector x2 = FloatVector.broadcast(SPECIES, inputs[first * 20 + b * 20 + i + 2]);
      sum20 = x2.fma(d0, sum20);
      sum21 = x2.fma(d1, sum21);
      final FloatVector x3 = FloatVector.broadcast(SPECIES, inputs[first * 20 + b * 20 + i + 3]);
      sum30 = x3.fma(d0, sum30);
      sum31 = x3.fma(d1, sum31);
    }
    final FloatVector mean = FloatVector.broadcast(SPECIES, scale);
    sum00.mul(mean).intoArray(gradient, i * 16 + j);
    sum01.mul(mean).intoArray(gradient, i * 16 + j + 8);
    sum10.mul(mean).intoArray(gradient, i * 16 + j + 16);
    sum11.mul(mean).intoArray(gradient, i * 16 + j + 24);
    sum20.mul(mean).intoArray(gradient, i * 16 + j + 32);
    sum21.mul(mean).intoArray(gradient, i * 16 + j + 40);
    sum30.mul(mean).intoArray(gradient, i * 16 + j + 48);
    sum31.mul(mean).intoArray(gradient, i * 16 + j + 56);
  }

  /**
   * 16 columns, over the batch.
   */
  static void deltaDense1BSums16(int j, int count, float scale, float[] deltaDense1Z,
      float[] gradient) {
    final FloatVector zero = FloatVector.broadcast(SPECIES, 0.0f);
    FloatVector sum0 = zero;
    FloatVector sum1 = zero;
    for (int b = 0; b < count; b++) {
      sum0 = FloatVector.fromArray(SPECIES, deltaDense1Z, b * 16 + j).add(sum0);
      sum1 = FloatVector.fromArray(SPECIES, deltaDense1Z, b * 16 + j + 8).add(sum1);
    }
    final FloatVector mean = FloatVector.broadcast(SPECIES, scale);
    sum0.mul(mean).intoArray(gradient, j + 320);
    sum1.mul(mean).intoArray(gradient, j + 328);
  }

  /**
   * 3 rows by 16 columns, over the batch.
   */
  static void deltaDense2WTile3x16(int i, int j, int count, float scale, float[] dense2X,
      float[] deltaLogits, float[] gradient) {
    final FloatVector zero = FloatVector.broadcast(SPECIES, 0.0f);
    FloatVector sum00 = zero;
    FloatVector sum01 = zero;
    FloatVector sum10 = zero;
    FloatVector sum11 = zero;
    FloatVector sum20 = zero;
    FloatVector sum21 = zero;
    for (int b = 0; b < count; b++) {
      final FloatVector d0 = FloatVector.fromArray(SPECIES, dense2X, b * 16 + j);
      final FloatVector d1 = FloatVector.fromArray(SPECIES, dense2X, b * 16 + j + 8);
      final FloatVector x0 = FloatVector.broadcast(SPECIES, deltaLogits[b * 3 + i]);
      sum00 = x0.fma(d0, sum00);
      sum01 = x0.fma(d1, sum01);
      final FloatVector x1 = FloatVector.broadcast(SPECIES, deltaLogits[b * 3 + i + 1]);
      sum10 = x1.fma(d0, sum10);
      sum11 = x1.fma(d1, sum11);
      final FloatVector x2 = FloatVector.broadcast(SPECIES, deltaLogits[b * 3 + i + 2]);
      sum20 = x2.fma(d0, sum20);
      sum21 = x2.fma(d1, sum21);
    }
    final FloatVector mean = FloatVector.broadcast(SPECIES, scale);
    sum00.mul(mean).intoArray(gradient, i * 16 + j + 336);
    sum01.mul(mean).intoArray(gradient, i * 16 + j + 344);
    sum10.mul(mean).intoArray(gradient, i * 16 + j + 352);
    sum11.mul(mean).intoArray(gradient, i * 16 + j + 360);
    sum20.mul(mean).intoArray(gradient, i * 16 + j + 368);
    sum21.mul(mean).intoArray(gradient, i * 16 + j + 376);
  }

  /**
   * 1 example by 16 units.
   */
  static void dense1ZOnex16(int e, int b, int j, float[] parameters, float[] inputs,
      float[] dense1Z) {
    final FloatVector zero = FloatVector.broadcast(SPECIES, 0.0f);
    FloatVector sum00 = FloatVector.fromArray(SPECIES, parameters, j + 320);
    FloatVector sum10 = zero;
    FloatVector sum20 = zero;
    FloatVector sum30 = zero;
    FloatVector sum01 = FloatVector.fromArray(SPECIES, parameters, j + 328);
    FloatVector sum11 = zero;
    FloatVector sum21 = zero;
    FloatVector sum31 = zero;
    for (int k = 0; k < 20; k += 4) {
      final FloatVector w0 = FloatVector.fromArray(SPECIES, parameters, k * 16 + j);
      final FloatVector w1 = FloatVector.fromArray(SPECIES, parameters, k * 16 + j + 8);
      final FloatVector x0 = FloatVector.broadcast(SPECIES, inputs[e * 20 + k]);
      sum00 = x0.fma(w0, sum00);
      sum01 = x0.fma(w1, sum01);
      final FloatVector w0_2 = FloatVector.fromArray(SPECIES, parameters, k * 16 + j + 16);
      final FloatVector w1_2 = FloatVector.fromArray(SPECIES, parameters, k * 16 + j + 24);
      final FloatVector x0_2 = FloatVector.broadcast(SPECIES, inputs[e * 20 + k + 1]);
      sum10 = x0_2.fma(w0_2, sum10);
      sum11 = x0_2.fma(w1_2, sum11);
      final FloatVector w0_3 = FloatVector.fromArray(SPECIES, parameters, k * 16 + j + 32);
      final FloatVector w1_3 = FloatVector.fromArray(SPECIES, parameters, k * 16 + j + 40);
      final FloatVector x0_3 = FloatVector.broadcast(SPECIES, inputs[e * 20 + k + 2]);
      sum20 = x0_3.fma(w0_3, sum20);
      sum21 = x0_3.fma(w1_3, sum21);
      final FloatVector w0_4 = FloatVector.fromArray(SPECIES, parameters, k * 16 + j + 48);
      final FloatVector w1_4 = FloatVector.fromArray(SPECIES, parameters, k * 16 + j + 56);
      final FloatVector x0_4 = FloatVector.broadcast(SPECIES, inputs[e * 20 + k + 3]);
      sum30 = x0_4.fma(w0_4, sum30);
      sum31 = x0_4.fma(w1_4, sum31);
    }
    sum00.add(sum10).add(sum20.add(sum30)).intoArray(dense1Z, b * 16 + j);
    sum01.add(sum11).add(sum21.add(sum31)).intoArray(dense1Z, b * 16 + j + 8);
  }

  /**
   * Computes logits, maximum, exp and sum of 8 examples at once, one in each lane.
   */
  static void forwardLanes(int from, int to, float[] parameters, float[] dense2X,
      float[] logitsLanes, float[] maximum, float[] expLanes, float[] sum) {
    final FloatVector c = FloatVector.broadcast(SPECIES, 1.442695f);
    final FloatVector c2 = FloatVector.broadcast(SPECIES, 12582912.0f);
    final FloatVector c3 = FloatVector.broadcast(SPECIES, -0.6931472f);
    final FloatVector c4 = FloatVector.broadcast(SPECIES, 0.16666515f);
    final FloatVector c5 = FloatVector.broadcast(SPECIES, 0.49999994f);
    final FloatVector c6 = FloatVector.broadcast(SPECIES, 0.0013813145f);
    final FloatVector c7 = FloatVector.broadcast(SPECIES, 0.008369419f);
    final FloatVector c8 = FloatVector.broadcast(SPECIES, 0.041668456f);
    final FloatVector c9 = FloatVector.broadcast(SPECIES, 1.9046542E-9f);
    final FloatVector c10 = FloatVector.broadcast(SPECIES, 89.0f);
    final FloatVector infinity = FloatVector.broadcast(SPECIES, Float.POSITIVE_INFINITY);
    final FloatVector c11 = FloatVector.broadcast(SPECIES, -105.0f);
    final FloatVector zero = FloatVector.broadcast(SPECIES, 0.0f);
    for (int b = from; b < to; b += 8) {
      for (int k = 0; k < 3; k++) {
        final FloatVector w = FloatVector.fromArray(SPECIES, parameters, k * 16 + 336);
        FloatVector sum0 = FloatVector.fromArray(SPECIES, dense2X, b * 16).mul(w);
        FloatVector sum1 = FloatVector.fromArray(SPECIES, dense2X, b * 16 + 16).mul(w);
        FloatVector sum2 = FloatVector.fromArray(SPECIES, dense2X, b * 16 + 32).mul(w);
        FloatVector sum3 = FloatVector.fromArray(SPECIES, dense2X, b * 16 + 48).mul(w);
        FloatVector sum4 = FloatVector.fromArray(SPECIES, dense2X, b * 16 + 64).mul(w);
        FloatVector sum5 = FloatVector.fromArray(SPECIES, dense2X, b * 16 + 80).mul(w);
        FloatVector sum6 = FloatVector.fromArray(SPECIES, dense2X, b * 16 + 96).mul(w);
        FloatVector sum7 = FloatVector.fromArray(SPECIES, dense2X, b * 16 + 112).mul(w);
        final FloatVector w2 = FloatVector.fromArray(SPECIES, parameters, k * 16 + 344);
        sum0 = FloatVector.fromArray(SPECIES, dense2X, b * 16 + 8).fma(w2, sum0);
        sum1 = FloatVector.fromArray(SPECIES, dense2X, b * 16 + 24).fma(w2, sum1);
        sum2 = FloatVector.fromArray(SPECIES, dense2X, b * 16 + 40).fma(w2, sum2);
        sum3 = FloatVector.fromArray(SPECIES, dense2X, b * 16 + 56).fma(w2, sum3);
        sum4 = FloatVector.fromArray(SPECIES, dense2X, b * 16 + 72).fma(w2, sum4);
        sum5 = FloatVector.fromArray(SPECIES, dense2X, b * 16 + 88).fma(w2, sum5);
        sum6 = FloatVector.fromArray(SPECIES, dense2X, b * 16 + 104).fma(w2, sum6);
        sum7 = FloatVector.fromArray(SPECIES, dense2X, b * 16 + 120).fma(w2, sum7);
        final FloatVector pair0 = sum0.blend(sum4, UPPER_OF_4).add(sum4.blend(sum0, UPPER_OF_4)
            .rearrange(SWAPPED_BY_4));
        final FloatVector pair1 = sum1.blend(sum5, UPPER_OF_4).add(sum5.blend(sum1, UPPER_OF_4)
            .rearrange(SWAPPED_BY_4));
        final FloatVector pair2 = sum2.blend(sum6, UPPER_OF_4).add(sum6.blend(sum2, UPPER_OF_4)
            .rearrange(SWAPPED_BY_4));
        final FloatVector pair3 = sum3.blend(sum7, UPPER_OF_4).add(sum7.blend(sum3, UPPER_OF_4)
            .rearrange(SWAPPED_BY_4));
        final FloatVector pair0_2 = pair0.blend(pair2, UPPER_OF_2).add(pair2
            .blend(pair0, UPPER_OF_2).rearrange(SWAPPED_BY_2));
        final FloatVector pair1_2 = pair1.blend(pair3, UPPER_OF_2).add(pair3
            .blend(pair1, UPPER_OF_2).rearrange(SWAPPED_BY_2));
        final FloatVector pair0_3 = pair0_2.blend(pair1_2, UPPER_OF_1).add(pair1_2
            .blend(pair0_2, UPPER_OF_1).rearrange(SWAPPED_BY_1));
        FloatVector.broadcast(SPECIES, parameters[k + 384])
            .add(pair0_3).intoArray(logitsLanes, b * 3 + k * 8);
      }
      FloatVector maximumOf = FloatVector.fromArray(SPECIES, logitsLanes, b * 3);
      for (int k = 1; k < 3; k++) {
        maximumOf = FloatVector.fromArray(SPECIES, logitsLanes, b * 3 + k * 8).max(maximumOf);
      }
      maximumOf.intoArray(maximum, b);
      for (int k = 0; k < 3; k++) {
        final FloatVector difference = FloatVector.fromArray(SPECIES, logitsLanes, b * 3 + k * 8)
            .sub(maximumOf);
        // exp(difference)
        final FloatVector shifted = c.fma(difference, c2);
        final FloatVector n = shifted.sub(c2);
        final FloatVector nearly = c3.fma(n, difference);
        final FloatVector nearly2 = nearly.mul(nearly);
        final FloatVector low = c4.fma(nearly, c5);
        final FloatVector high = c6.fma(nearly2, c7.fma(nearly, c8));
        final FloatVector r = c9.fma(n, nearly);
        final FloatVector p = r.mul(r).fma(high.fma(nearly2, low), r);
        final IntVector bits = shifted.reinterpretAsInts();
        final IntVector half = bits.lanewise(VectorOperators.ASHR, 1).lanewise(VectorOperators.LSHL,
            23);
        final FloatVector scale = half.add(0x3f800000).reinterpretAsFloats();
        final FloatVector value = scale.fma(p, scale).mul(bits.lanewise(VectorOperators.LSHL, 23)
            .sub(half).add(0x3f800000).reinterpretAsFloats());
        value.blend(zero, difference.compare(VectorOperators.LT, c11)).blend(infinity, difference
            .compare(VectorOperators.GT, c10)).intoArray(expLanes, b * 3 + k * 8);
      }
      FloatVector sumOf = FloatVector.fromArray(SPECIES, expLanes, b * 3);
      for (int k = 1; k < 3; k++) {
        sumOf = FloatVector.fromArray(SPECIES, expLanes, b * 3 + k * 8).add(sumOf);
      }
      sumOf.intoArray(sum, b);
    }
  }

  /**
   * Computes loss, p and deltaLogits of 8 examples at once, one in each lane.
   */
  static void lossTermsLanes(int base, int from, int to, int[] classTargets, float[] maximum,
      float[] sum, float[] logitsLanes, float[] loss, float[] pLanes, float[] expLanes,
      float[] deltaLogitsLanes, float[] deltaLogits) {
    final FloatVector c = FloatVector.broadcast(SPECIES, 12582912.0f);
    final FloatVector c2 = FloatVector.broadcast(SPECIES, 1.1754944E-38f);
    final FloatVector c3 = FloatVector.broadcast(SPECIES, 8388608.0f);
    final FloatVector one = FloatVector.broadcast(SPECIES, 1.0f);
    final FloatVector c4 = FloatVector.broadcast(SPECIES, 23.0f);
    final FloatVector zero = FloatVector.broadcast(SPECIES, 0.0f);
    final FloatVector c5 = FloatVector.broadcast(SPECIES, -0.16667981f);
    final FloatVector c6 = FloatVector.broadcast(SPECIES, 0.20002125f);
    final FloatVector c7 = FloatVector.broadcast(SPECIES, -0.2500001f);
    final FloatVector c8 = FloatVector.broadcast(SPECIES, 0.33333313f);
    final FloatVector c9 = FloatVector.broadcast(SPECIES, -0.11675479f);
    final FloatVector c10 = FloatVector.broadcast(SPECIES, 0.11889614f);
    final FloatVector c11 = FloatVector.broadcast(SPECIES, -0.12405732f);
    final FloatVector c12 = FloatVector.broadcast(SPECIES, 0.14219391f);
    final FloatVector c13 = FloatVector.broadcast(SPECIES, 0.0674301f);
    final FloatVector c14 = FloatVector.broadcast(SPECIES, -0.00021219444f);
    final FloatVector c15 = FloatVector.broadcast(SPECIES, 0.6933594f);
    final FloatVector c16 = FloatVector.broadcast(SPECIES, -0.5f);
    final FloatVector infinity = FloatVector.broadcast(SPECIES, Float.POSITIVE_INFINITY);
    final FloatVector minusInfinity = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    final FloatVector nan = FloatVector.broadcast(SPECIES, Float.NaN);
    for (int b = from; b < to; b += 8) {
      final FloatVector k = IntVector.fromArray(IntVector.SPECIES_256, classTargets, base + b)
          .add(0x4b400000).reinterpretAsFloats().sub(c);
      final FloatVector maximum2 = FloatVector.fromArray(SPECIES, maximum, b);
      final FloatVector sum2 = FloatVector.fromArray(SPECIES, sum, b);
      FloatVector logitsChosen = FloatVector.fromArray(SPECIES, logitsLanes, b * 3);
      for (int k2 = 1; k2 < 3; k2++) {
        logitsChosen = FloatVector.fromArray(SPECIES, logitsLanes, b * 3 + k2 * 8)
            .blend(logitsChosen, k.compare(VectorOperators.NE,
            FloatVector.broadcast(SPECIES, (float) k2)));
      }
      // log(sum)
      final FloatVector normal = sum2.blend(sum2.mul(c3), sum2.compare(VectorOperators.LT, c2));
      final IntVector bits = normal.reinterpretAsInts();
      final IntVector k2 = bits.add(0xc0cafb0d).lanewise(VectorOperators.ASHR, 23);
      final FloatVector exponent = k2.add(0x4b400000).reinterpretAsFloats().sub(c);
      final FloatVector m = bits.sub(k2.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats();
      final FloatVector f = m.sub(one);
      final FloatVector power = exponent.sub(zero.blend(c4, sum2.compare(VectorOperators.LT, c2)));
      final FloatVector f2 = f.mul(f);
      final FloatVector f4 = f2.mul(f2);
      final FloatVector low = c5.fma(f, c6).fma(f2, c7.fma(f, c8));
      final FloatVector middle = c9.fma(f, c10).fma(f2, c11.fma(f, c12));
      final FloatVector polynomial = c13.fma(f4, middle).fma(f4, low);
      final FloatVector tail = f.mul(f2).fma(polynomial, power.mul(c14));
      final FloatVector sum3 = c15.fma(power, f.add(c16.fma(f2, tail)));
      logitsChosen.sub(maximum2).sub(sum2.blend(nan.blend(minusInfinity, sum2
          .compare(VectorOperators.EQ, zero)).blend(sum3, sum2.compare(VectorOperators.GT,
          zero)), sum2.compare(VectorOperators.LT, infinity))).neg().intoArray(loss, b);
      for (int k3 = 0; k3 < 3; k3++) {
        FloatVector.fromArray(SPECIES, expLanes, b * 3 + k3 * 8).div(sum2).intoArray(pLanes, b * 3
            + k3 * 8);
      }
      for (int k3 = 0; k3 < 3; k3++) {
        FloatVector.fromArray(SPECIES, pLanes, b * 3 + k3 * 8).sub(zero.blend(one, k
            .compare(VectorOperators.EQ,
            FloatVector.broadcast(SPECIES, (float) k3)))).intoArray(deltaLogitsLanes, b * 3
            + k3 * 8);
      }
      for (int k3 = 0; k3 < 3; k3++) {
        deltaLogits[b * 3 + k3] = deltaLogitsLanes[b * 3 + k3 * 8];
        deltaLogits[b * 3 + k3 + 3] = deltaLogitsLanes[b * 3 + k3 * 8 + 1];
        deltaLogits[b * 3 + k3 + 6] = deltaLogitsLanes[b * 3 + k3 * 8 + 2];
        deltaLogits[b * 3 + k3 + 9] = deltaLogitsLanes[b * 3 + k3 * 8 + 3];
        deltaLogits[b * 3 + k3 + 12] = deltaLogitsLanes[b * 3 + k3 * 8 + 4];
        deltaLogits[b * 3 + k3 + 15] = deltaLogitsLanes[b * 3 + k3 * 8 + 5];
        deltaLogits[b * 3 + k3 + 18] = deltaLogitsLanes[b * 3 + k3 * 8 + 6];
        deltaLogits[b * 3 + k3 + 21] = deltaLogitsLanes[b * 3 + k3 * 8 + 7];
      }
    }
  }
}
