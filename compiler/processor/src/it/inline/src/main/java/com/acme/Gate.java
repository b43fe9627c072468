package com.acme;

import dev.bpnet.runtime.BpNet;
import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.training.Trainer;

@BpNet("""
    network Xor {
        input  x[2]
        target t[1]
        output y = x |> dense(3) |> tanh |> dense(1) |> sigmoid
        loss squared_error(y, t)
        train { optimizer = sgd(rate = 0.5)  batch = 4  epochs = 5000  stop = below(0.001) }
    }
    """)
public interface Gate {
  float y(float x0, float x1);

  static Gate learn() {
    float[][] inputs = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    float[][] targets = {{0}, {1}, {1}, {0}};
    Xor xor = new Xor();
    Trainer.of(xor).train(Dataset.of(inputs, targets));
    return xor;
  }
}
