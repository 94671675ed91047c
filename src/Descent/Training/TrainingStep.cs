namespace Descent;

/// <summary>
/// One step of training: forward, loss, backward, clipping, update. Use it in a loop of your own; <see cref="Trainer"/> does nothing else.
/// The first step with batches of a shape is computed operation by operation and written down; those after it are replayed as a program,
/// with the same result, bit for bit, faster and without allocating.
/// </summary>
/// <remarks>
/// Where code of your own stands in a model or loss, some steps are computed both ways, and replaying ends should they ever differ: code that
/// decides by values, draws its own random numbers or changes over time is computed anew at each step. <see cref="Obstacle"/> then says why.
/// </remarks>
public sealed class TrainingStep
{
    private readonly Layer model;
    private readonly Loss loss;
    private readonly Optimizer optimizer;
    private readonly StepPrograms programs;
    private ulong seed;
    private Pass pass = Pass.Training(0);
    private bool isChecked;

    /// <summary>A step for a model.</summary>
    /// <param name="model">The network.</param>
    /// <param name="loss">What is minimised.</param>
    /// <param name="optimizer">What changes the parameters.</param>
    /// <exception cref="DescentException">The loss has no gradient; what to train with instead is named.</exception>
    public TrainingStep(Layer model, Loss loss, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        StepCheck.RefuseWithoutGradient(loss);
        (this.model, this.loss, this.optimizer) = (model, loss, optimizer);
        programs = new StepPrograms(model, loss);
    }

    /// <summary>Limits the gradients before the update; null for none.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>The source of the randomness of layers such as dropout, together with the number of the step.</summary>
    public ulong Seed
    {
        get => seed;
        init => (seed, pass) = (value, Pass.Training(value));
    }

    /// <summary>Whether steps are replayed as programs where they can be; the results are the same without.</summary>
    public bool Replays { get; init; } = true;

    /// <summary>Why steps are computed anew each time instead of replayed; null while nothing stands against it.</summary>
    public string? Obstacle => programs.Obstacle;

    /// <summary>Takes one step.</summary>
    /// <param name="inputs">The batch, samples along axis 0.</param>
    /// <param name="targets">Its targets, as the loss needs them.</param>
    /// <param name="sampleWeights">A weight for each sample, or null.</param>
    /// <exception cref="NonFiniteException">The loss or a gradient is not finite; nothing was updated, and the message names the first operation that made it.</exception>
    /// <exception cref="DescentException">A layer is used that the model does not list, or the model's output is not what the loss expects.</exception>
    public StepResult Run(Tensor inputs, Tensor targets, Tensor? sampleWeights = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ReadOnlySpan<Tensor> batch = sampleWeights is null ? [inputs, targets] : [inputs, targets, sampleWeights];
        pass.Begin(optimizer.Steps);
        return optimizer.EvaluatesRepeatedly ? Search([.. batch]) : Update(Evaluate(batch), batch);
    }

    /// <summary>Has the next step of each program checked against the model's own code, where that is not all the library's.</summary>
    internal void Recheck() => programs.Recheck();

    /// <summary>The program for batches like these; null before the first of them.</summary>
    internal StepProgram? ProgramFor(Tensor inputs, Tensor targets) => programs.Find([inputs, targets]);

    /// <summary>Computes loss and gradients of a batch, by a program where there is one.</summary>
    private StepValues Evaluate(ReadOnlySpan<Tensor> batch)
    {
        // A mask beside the inputs is not part of a program; one that a layer makes is.
        var replays = Replays && batch[0].StepMask is null;
        if (replays && programs.Find(batch) is { } program)
        {
            return programs.IsDue(program) ? Verify(program, batch) : Replay(program, batch);
        }

        return replays && programs.Obstacle is null ? Capture(batch) : new StepValues(Compute(batch));
    }

    /// <summary>Takes a step with an optimizer that evaluates the same batch several times.</summary>
    private StepResult Search(Tensor[] batch)
    {
        if (Clipping is not null)
        {
            throw new SpecificationException(
                $"{optimizer.GetType().Name} compares the loss along a line with its gradients, which clipping would bend: leave the "
                + "clipping out.");
        }

        var (step, first) = (optimizer.Steps, Evaluate(batch));
        RefuseNonFinite(first, batch);
        var isFirst = true;
        optimizer.Step(first.Parameters, () =>
        {
            var values = isFirst ? first : Again();
            isFirst = false;
            return new LossAndGradients(values.Weight == 0 ? 0 : values.LossSum / values.Weight, values.Gradients);
        });
        return new StepResult(first.LossSum, first.Weight, null);

        StepValues Again()
        {
            pass.Begin(step);
            pass.KeepsStatistics = false;
            try
            {
                return Evaluate(batch);
            }
            finally
            {
                pass.KeepsStatistics = true;
            }
        }
    }

    private static StepValues Replay(StepProgram program, ReadOnlySpan<Tensor> batch)
    {
        program.Run(batch);
        return new StepValues(program);
    }

    /// <summary>Computes the loss once more with its record, which tells where a value that is not finite came from.</summary>
    private string Trace(ReadOnlySpan<Tensor> batch)
    {
        pass.Begin(optimizer.Steps);
        pass.KeepsStatistics = false;
        try
        {
            return NonFiniteTrace.Explain(Forward(batch).Total.Sum, model, optimizer.Steps);
        }
        finally
        {
            pass.KeepsStatistics = true;
        }
    }

    /// <summary>Computes a step and writes it down as a program.</summary>
    private StepValues Capture(ReadOnlySpan<Tensor> batch)
    {
        // Memory of its own tells each of them from all others.
        var copies = new Tensor[batch.Length];
        for (var i = 0; i < copies.Length; i++)
        {
            copies[i] = batch[i].Copy();
        }

        var computed = default(Computed);
        var tape = Tape.Of(() => computed = Compute(copies));
        programs.Add(tape, copies, computed);
        return new StepValues(computed);
    }

    /// <summary>Computes a step both ways.</summary>
    private StepValues Verify(StepProgram program, ReadOnlySpan<Tensor> batch)
    {
        var computed = Compute(batch);
        pass.Begin(optimizer.Steps);
        pass.KeepsStatistics = false;
        try
        {
            program.Run(batch);
        }
        finally
        {
            pass.KeepsStatistics = true;
        }

        programs.Note(program, program.Agrees(computed));
        return new StepValues(computed);
    }

    private Computed Compute(ReadOnlySpan<Tensor> batch)
    {
        var (prediction, total) = Forward(batch);
        var named = model.Parameters.Where(named => named.Parameter.Trainable).ToArray();
        var parameters = Array.ConvertAll(named, named => named.Parameter);
        if (!isChecked)
        {
            StepCheck.RefuseMismatch(prediction, loss);
            StepCheck.RefuseForgotten(total.Sum, parameters, model);
            isChecked = true;
        }

        return new Computed(total, named, Gradients.Of(total.Mean, Array.ConvertAll(parameters, parameter => parameter.Value)));
    }

    private (Tensor Prediction, LossTotal Total) Forward(ReadOnlySpan<Tensor> batch)
    {
        var prediction = model.Forward(batch[0], pass);
        return (prediction, loss.Total(prediction, batch[1], batch.Length > 2 ? batch[2] : null));
    }

    private StepResult Update(in StepValues values, ReadOnlySpan<Tensor> batch)
    {
        RefuseNonFinite(values, batch);
        var gradients = values.Gradients;
        double? norm = null;
        if (Clipping is not null && values.IsReplayed)
        {
            norm = Clipping.ApplyInPlace(gradients);
        }
        else if (Clipping?.Apply(gradients) is { } clipped)
        {
            (gradients, norm) = (clipped.Gradients, clipped.Norm);
        }

        optimizer.Step(values.Parameters, gradients);
        return new StepResult(values.LossSum, values.Weight, norm);
    }

    private void RefuseNonFinite(in StepValues values, ReadOnlySpan<Tensor> batch)
    {
        if (!double.IsFinite(values.LossSum))
        {
            throw new NonFiniteException(values.Loss is { } loss ? NonFiniteTrace.Explain(loss, model, optimizer.Steps) : Trace(batch));
        }

        if (NonFiniteTrace.ExplainGradients(values.Trainable, values.Gradients, optimizer.Steps) is { } problem)
        {
            throw new NonFiniteException(problem);
        }
    }

    /// <summary>Loss and gradients of a batch, replayed or computed.</summary>
    private readonly struct StepValues
    {
        public StepValues(StepProgram program)
        {
            (LossSum, Weight, Loss, IsReplayed) = (program.LossSum, program.Weight, null, true);
            (Trainable, Parameters, Gradients) = (program.Trainable, program.TrainableParameters, program.Gradients);
        }

        public StepValues(in Computed computed)
        {
            (LossSum, Weight, Loss, IsReplayed) = (computed.Total.Sum.Item(), computed.Total.Weight, computed.Total.Sum, false);
            (Trainable, Gradients) = (computed.Trainable, computed.Gradients);
            Parameters = Array.ConvertAll(Trainable, named => named.Parameter);
        }

        public double LossSum { get; }

        public double Weight { get; }

        /// <summary>The loss with its record; null where it was replayed.</summary>
        public Tensor? Loss { get; }

        /// <summary>Whether the gradients lie in memory of a program, which may be changed and holds until its next run.</summary>
        public bool IsReplayed { get; }

        public NamedParameter[] Trainable { get; }

        public Parameter[] Parameters { get; }

        public IReadOnlyList<Tensor> Gradients { get; }
    }
}
