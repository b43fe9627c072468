import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector code of {@link Flowers}, for the JDK's incubating vector module: javac and java
 * need {@code --add-modules jdk.incubator.vector}.
 */
final class FlowersVector {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;

  static {
    // Looks every operation up once. First uses after HotSpot has compiled the look-up
    // would keep it from making instructions of long methods.
    final FloatVector x = FloatVector.zero(SPECIES);
    x.add(x).sub(x).mul(x).div(x).neg().fma(x, x).abs().max(x);
    final IntVector n = x.reinterpretAsInts();
    n.add(n).sub(n).lanewise(VectorOperators.LSHL, 1).lanewise(VectorOperators.ASHR, 1).and(n).or(n);
  }

  private FlowersVector() {
  }

  /**
   * Whether the JVM makes instructions of the processor of vectors so wide, and not calls.
   */
  static boolean isFast() {
    final String mode = System.getProperty("java.vm.info", "");
    return FloatVector.SPECIES_PREFERRED.length() >= SPECIES.length()
        && mode.startsWith("mixed mode") && !mode.contains("emulated-client");
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
    final int whole = to * 6 - (to * 6 - from * 6) % 8;
    for (int i = from * 6; i < whole; i += 8) {
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
    for (int i = whole; i < to * 6; i++) {
      dense2X[i] = tanh(dense1Z[i]);
    }
  }

  /**
   * Computes the derivative by logits.dense1.z.
   */
  static void deltaDense1Z(int from, int to, float[] dense2X, float[] deltaDense1Z,
      float[] deltaDense2X) {
    final FloatVector one = FloatVector.broadcast(SPECIES, 1.0f);
    final int whole = to * 6 - (to * 6 - from * 6) % 8;
    for (int i = from * 6; i < whole; i += 8) {
      final FloatVector dense2X2 = FloatVector.fromArray(SPECIES, dense2X, i);
      FloatVector.fromArray(SPECIES, deltaDense2X, i).mul(one.sub(dense2X2
          .mul(dense2X2))).intoArray(deltaDense1Z, i);
    }
    for (int i = whole; i < to * 6; i++) {
      final float dense2X2 = dense2X[i];
      deltaDense1Z[i] = deltaDense2X[i] * (1.0f - dense2X2 * dense2X2);
    }
  }

  /**
   * Computes dense1Z of 8 examples at once, one in each lane.
   */
  static void forwardLanes(int base, int from, int to, float[] xLanes, float[] inputs,
      float[] parameters, float[] dense1ZLanes, float[] dense1Z) {
    for (int b = from; b < to; b += 8) {
      for (int k = 0; k < 4; k++) {
        xLanes[b * 4 + k * 8] = inputs[base * 4 + b * 4 + k];
        xLanes[b * 4 + k * 8 + 1] = inputs[base * 4 + b * 4 + k + 4];
        xLanes[b * 4 + k * 8 + 2] = inputs[base * 4 + b * 4 + k + 8];
        xLanes[b * 4 + k * 8 + 3] = inputs[base * 4 + b * 4 + k + 12];
        xLanes[b * 4 + k * 8 + 4] = inputs[base * 4 + b * 4 + k + 16];
        xLanes[b * 4 + k * 8 + 5] = inputs[base * 4 + b * 4 + k + 20];
        xLanes[b * 4 + k * 8 + 6] = inputs[base * 4 + b * 4 + k + 24];
        xLanes[b * 4 + k * 8 + 7] = inputs[base * 4 + b * 4 + k + 28];
      }
      FloatVector dense1ZSum0 = FloatVector.broadcast(SPECIES, parameters[24]);
      FloatVector dense1ZSum1 = FloatVector.broadcast(SPECIES, parameters[25]);
      FloatVector dense1ZSum2 = FloatVector.broadcast(SPECIES, parameters[26]);
      FloatVector dense1ZSum3 = FloatVector.broadcast(SPECIES, parameters[27]);
      FloatVector dense1ZSum4 = FloatVector.broadcast(SPECIES, parameters[28]);
      FloatVector dense1ZSum5 = FloatVector.broadcast(SPECIES, parameters[29]);
      for (int i = 0; i < 4; i++) {
        final FloatVector x = FloatVector.fromArray(SPECIES, xLanes, b * 4 + i * 8);
        dense1ZSum0 = FloatVector.broadcast(SPECIES, parameters[i]).fma(x, dense1ZSum0);
        dense1ZSum1 = FloatVector.broadcast(SPECIES, parameters[i + 4]).fma(x, dense1ZSum1);
        dense1ZSum2 = FloatVector.broadcast(SPECIES, parameters[i + 8]).fma(x, dense1ZSum2);
        dense1ZSum3 = FloatVector.broadcast(SPECIES, parameters[i + 12]).fma(x, dense1ZSum3);
        dense1ZSum4 = FloatVector.broadcast(SPECIES, parameters[i + 16]).fma(x, dense1ZSum4);
        dense1ZSum5 = FloatVector.broadcast(SPECIES, parameters[i + 20]).fma(x, dense1ZSum5);
      }
      dense1ZSum0.intoArray(dense1ZLanes, b * 6);
      dense1ZSum1.intoArray(dense1ZLanes, b * 6 + 8);
      dense1ZSum2.intoArray(dense1ZLanes, b * 6 + 16);
      dense1ZSum3.intoArray(dense1ZLanes, b * 6 + 24);
      dense1ZSum4.intoArray(dense1ZLanes, b * 6 + 32);
      dense1ZSum5.intoArray(dense1ZLanes, b * 6 + 40);
      for (int k = 0; k < 6; k++) {
        dense1Z[b * 6 + k] = dense1ZLanes[b * 6 + k * 8];
        dense1Z[b * 6 + k + 6] = dense1ZLanes[b * 6 + k * 8 + 1];
        dense1Z[b * 6 + k + 12] = dense1ZLanes[b * 6 + k * 8 + 2];
        dense1Z[b * 6 + k + 18] = dense1ZLanes[b * 6 + k * 8 + 3];
        dense1Z[b * 6 + k + 24] = dense1ZLanes[b * 6 + k * 8 + 4];
        dense1Z[b * 6 + k + 30] = dense1ZLanes[b * 6 + k * 8 + 5];
        dense1Z[b * 6 + k + 36] = dense1ZLanes[b * 6 + k * 8 + 6];
        dense1Z[b * 6 + k + 42] = dense1ZLanes[b * 6 + k * 8 + 7];
      }
    }
  }

  /**
   * Computes logits, maximum, exp and sum of 8 examples at once, one in each lane.
   */
  static void forwardLanes2(int from, int to, float[] dense2XLanes, float[] dense2X,
      float[] parameters, float[] logitsLanes, float[] maximum, float[] expLanes, float[] sum) {
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
      for (int k = 0; k < 6; k++) {
        dense2XLanes[b * 6 + k * 8] = dense2X[b * 6 + k];
        dense2XLanes[b * 6 + k * 8 + 1] = dense2X[b * 6 + k + 6];
        dense2XLanes[b * 6 + k * 8 + 2] = dense2X[b * 6 + k + 12];
        dense2XLanes[b * 6 + k * 8 + 3] = dense2X[b * 6 + k + 18];
        dense2XLanes[b * 6 + k * 8 + 4] = dense2X[b * 6 + k + 24];
        dense2XLanes[b * 6 + k * 8 + 5] = dense2X[b * 6 + k + 30];
        dense2XLanes[b * 6 + k * 8 + 6] = dense2X[b * 6 + k + 36];
        dense2XLanes[b * 6 + k * 8 + 7] = dense2X[b * 6 + k + 42];
      }
      FloatVector logitsSum0 = FloatVector.broadcast(SPECIES, parameters[48]);
      FloatVector logitsSum1 = FloatVector.broadcast(SPECIES, parameters[49]);
      FloatVector logitsSum2 = FloatVector.broadcast(SPECIES, parameters[50]);
      for (int i = 0; i < 6; i++) {
        final FloatVector dense2X2 = FloatVector.fromArray(SPECIES, dense2XLanes, b * 6 + i * 8);
        logitsSum0 = FloatVector.broadcast(SPECIES, parameters[i + 30]).fma(dense2X2, logitsSum0);
        logitsSum1 = FloatVector.broadcast(SPECIES, parameters[i + 36]).fma(dense2X2, logitsSum1);
        logitsSum2 = FloatVector.broadcast(SPECIES, parameters[i + 42]).fma(dense2X2, logitsSum2);
      }
      logitsSum0.intoArray(logitsLanes, b * 3);
      logitsSum1.intoArray(logitsLanes, b * 3 + 8);
      logitsSum2.intoArray(logitsLanes, b * 3 + 16);
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
   * Computes loss, p, deltaLogits and deltaDense2X of 8 examples at once, one in each lane.
   */
  static void lossTermsLanes(int base, int from, int to, int[] classTargets, float[] maximum,
      float[] sum, float[] logitsLanes, float[] loss, float[] pLanes, float[] expLanes,
      float[] deltaLogitsLanes, float[] deltaLogits, float[] parameters, float[] deltaDense2XLanes,
      float[] deltaDense2X) {
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
      FloatVector deltaDense2XSum0 = zero;
      FloatVector deltaDense2XSum1 = zero;
      FloatVector deltaDense2XSum2 = zero;
      FloatVector deltaDense2XSum3 = zero;
      FloatVector deltaDense2XSum4 = zero;
      FloatVector deltaDense2XSum5 = zero;
      for (int i = 0; i < 3; i++) {
        final FloatVector deltaLogits2 = FloatVector.fromArray(SPECIES, deltaLogitsLanes, b * 3
            + i * 8);
        deltaDense2XSum0 = FloatVector.broadcast(SPECIES, parameters[i * 6 + 30])
            .fma(deltaLogits2, deltaDense2XSum0);
        deltaDense2XSum1 = FloatVector.broadcast(SPECIES, parameters[i * 6 + 31])
            .fma(deltaLogits2, deltaDense2XSum1);
        deltaDense2XSum2 = FloatVector.broadcast(SPECIES, parameters[i * 6 + 32])
            .fma(deltaLogits2, deltaDense2XSum2);
        deltaDense2XSum3 = FloatVector.broadcast(SPECIES, parameters[i * 6 + 33])
            .fma(deltaLogits2, deltaDense2XSum3);
        deltaDense2XSum4 = FloatVector.broadcast(SPECIES, parameters[i * 6 + 34])
            .fma(deltaLogits2, deltaDense2XSum4);
        deltaDense2XSum5 = FloatVector.broadcast(SPECIES, parameters[i * 6 + 35])
            .fma(deltaLogits2, deltaDense2XSum5);
      }
      deltaDense2XSum0.intoArray(deltaDense2XLanes, b * 6);
      deltaDense2XSum1.intoArray(deltaDense2XLanes, b * 6 + 8);
      deltaDense2XSum2.intoArray(deltaDense2XLanes, b * 6 + 16);
      deltaDense2XSum3.intoArray(deltaDense2XLanes, b * 6 + 24);
      deltaDense2XSum4.intoArray(deltaDense2XLanes, b * 6 + 32);
      deltaDense2XSum5.intoArray(deltaDense2XLanes, b * 6 + 40);
      for (int k3 = 0; k3 < 6; k3++) {
        deltaDense2X[b * 6 + k3] = deltaDense2XLanes[b * 6 + k3 * 8];
        deltaDense2X[b * 6 + k3 + 6] = deltaDense2XLanes[b * 6 + k3 * 8 + 1];
        deltaDense2X[b * 6 + k3 + 12] = deltaDense2XLanes[b * 6 + k3 * 8 + 2];
        deltaDense2X[b * 6 + k3 + 18] = deltaDense2XLanes[b * 6 + k3 * 8 + 3];
        deltaDense2X[b * 6 + k3 + 24] = deltaDense2XLanes[b * 6 + k3 * 8 + 4];
        deltaDense2X[b * 6 + k3 + 30] = deltaDense2XLanes[b * 6 + k3 * 8 + 5];
        deltaDense2X[b * 6 + k3 + 36] = deltaDense2XLanes[b * 6 + k3 * 8 + 6];
        deltaDense2X[b * 6 + k3 + 42] = deltaDense2XLanes[b * 6 + k3 * 8 + 7];
      }
    }
  }

  /**
   * Hyperbolic tangent.
   */
  private static float tanh(float x) {
    final float magnitude = Math.abs(x);
    final float within = magnitude > 9.1f ? 9.1f : magnitude;
    final float a = -2.0f * within;
    final float shifted = Math.fma(-2.88539f, within, 12582912.0f);
    final float n = shifted - 12582912.0f;
    final float nearly = Math.fma(-0.6931472f, n, a);
    final float nearly2 = nearly * nearly;
    final float low = Math.fma(0.16666515f, nearly, 0.49999994f);
    final float high = Math.fma(0.0013813145f, nearly2, Math.fma(0.008369419f, nearly,
        0.041668456f));
    final float r = Math.fma(1.9046542E-9f, n, nearly);
    final float p = Math.fma(r * r, Math.fma(high, nearly2, low), r);
    final float scale = Float.intBitsToFloat((Float.floatToRawIntBits(shifted) << 23) + 0x3f800000);
    final float above = Math.fma(scale, p, scale - 1.0f);
    final float below = Math.fma(scale, p, scale + 1.0f);
    final int sign = Float.floatToRawIntBits(x) | 0x7fffffff;
    return Float.intBitsToFloat(Float.floatToRawIntBits(above / below) & sign);
  }
}
