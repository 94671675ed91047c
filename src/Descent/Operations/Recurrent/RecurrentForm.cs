namespace Descent;

/// <summary>
/// A recurrent cell in operations, from which its derivatives of any order follow: what the fused kernel is held to. Each form goes with a
/// kernel of its own.
/// </summary>
internal abstract class RecurrentForm
{
    /// <summary>The name in records and errors.</summary>
    public abstract string Name { get; }

    /// <summary>How many blocks of the hidden width the products have.</summary>
    public abstract int Gates { get; }

    /// <summary>Whether there is a cell state beside the hidden one.</summary>
    public abstract bool HasCell { get; }

    /// <summary>The fused operation over a whole sequence.</summary>
    public abstract Operation Sequence(RecurrentSettings settings);

    /// <summary>One step, from the products of input and hidden state [n, gates hidden], biases included, and the state [n, hidden].</summary>
    public abstract (Tensor Hidden, Tensor Cell) Step(Tensor input, Tensor hidden, Tensor state, Tensor cell);

    /// <summary>Block <paramref name="gate"/> of products [n, gates hidden].</summary>
    protected static Tensor Gate(Tensor products, int gate, Tensor state) => products.Slice(1, gate * state.Shape[1], state.Shape[1]);
}

/// <summary>h' = tanh or relu of the summed products.</summary>
internal sealed class RnnForm(bool relu) : RecurrentForm
{
    public override string Name => "rnn";

    /// <summary>Whether relu takes the place of tanh.</summary>
    public bool IsRelu => relu;

    public override int Gates => 1;

    public override bool HasCell => false;

    public override Operation Sequence(RecurrentSettings settings) => relu
        ? new RecurrentOperation<Kernels.ReluRnnKernel>(this, settings)
        : new RecurrentOperation<Kernels.TanhRnnKernel>(this, settings);

    public override (Tensor Hidden, Tensor Cell) Step(Tensor input, Tensor hidden, Tensor state, Tensor cell)
        => (relu ? Tensor.Maximum(Tensor.Zeros(state.Shape, state.Type), input + hidden) : (input + hidden).Tanh(), cell);
}

/// <summary>i, f, o = sigmoid and g = tanh of the summed products; c' = f c + i g, h' = o tanh(c').</summary>
internal sealed class LstmForm : RecurrentForm
{
    public override string Name => "lstm";

    public override int Gates => 4;

    public override bool HasCell => true;

    public override Operation Sequence(RecurrentSettings settings) => new RecurrentOperation<Kernels.LstmKernel>(this, settings);

    public override (Tensor Hidden, Tensor Cell) Step(Tensor input, Tensor hidden, Tensor state, Tensor cell)
    {
        var sum = input + hidden;
        var next = (Gate(sum, 1, state).Sigmoid() * cell) + (Gate(sum, 0, state).Sigmoid() * Gate(sum, 2, state).Tanh());
        return (Gate(sum, 3, state).Sigmoid() * next.Tanh(), next);
    }
}

/// <summary>r, z = sigmoid of the summed products, n = tanh(input's + r hidden's); h' = (1 - z) n + z h.</summary>
internal sealed class GruForm : RecurrentForm
{
    public override string Name => "gru";

    public override int Gates => 3;

    public override bool HasCell => false;

    public override Operation Sequence(RecurrentSettings settings) => new RecurrentOperation<Kernels.GruKernel>(this, settings);

    public override (Tensor Hidden, Tensor Cell) Step(Tensor input, Tensor hidden, Tensor state, Tensor cell)
    {
        var reset = (Gate(input, 0, state) + Gate(hidden, 0, state)).Sigmoid();
        var update = (Gate(input, 1, state) + Gate(hidden, 1, state)).Sigmoid();
        var candidate = (Gate(input, 2, state) + (reset * Gate(hidden, 2, state))).Tanh();
        return (candidate + (update * (state - candidate)), cell);
    }
}
