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
    private readonly GradientSums sums = new();
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

    /// <summary>A penalty on the size of weights, whose gradient is added before clipping; null for none.</summary>
    public WeightPenalty? Penalty { get; init; }

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

    /// <summary>Whether parts of a batch were accumulated since the last update.</summary>
    public bool IsOpen => sums.Parts > 0;

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
        if (IsOpen)
        {
            throw new DescentException(
                $"{sums.Parts} parts of a batch are accumulated and not used: call Update before the next whole step, or Accumulate for another part.");
        }

        ReadOnlySpan<Tensor> batch = sampleWeights is null ? [inputs, targets] : [inputs, targets, sampleWeights];
        BeginPass();
        if (optimizer.EvaluatesRepeatedly)
        {
            return Search([.. batch]);
        }

        var values = Evaluate(batch);
        RefuseNonFinite(values, batch);
        return Change(values);
    }

    /// <summary>
    /// Computes loss and gradients of a part of a batch that is too large for one step; <see cref="Update"/> then takes the step. Sums and
    /// weights are added and divided once, so parts of any sizes give the gradient of the whole batch, ignored targets and weights included.
    /// </summary>
    /// <remarks>
    /// Batch normalisation sees each part by itself, so with it the whole batch and its parts differ. Dropout draws anew for each part.
    /// </remarks>
    /// <inheritdoc cref="Run"/>
    /// <returns>The losses of this part; its gradient norm is not known.</returns>
    public StepResult Accumulate(Tensor inputs, Tensor targets, Tensor? sampleWeights = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (optimizer.EvaluatesRepeatedly)
        {
            throw new SpecificationException(
                $"{optimizer.GetType().Name} evaluates the loss of one batch several times in a step, which parts of it cannot give. "
                + "Give all samples in one batch, or use another optimizer.");
        }

        ReadOnlySpan<Tensor> batch = sampleWeights is null ? [inputs, targets] : [inputs, targets, sampleWeights];
        BeginPass();
        try
        {
            var values = Evaluate(batch);
            RefuseNonFinite(values, batch);
            sums.Add(values.Trainable, values.Gradients, values.LossSum, values.Weight);
            return new StepResult(values.LossSum, values.Weight, null);
        }
        catch
        {
            sums.Reset();
            throw;
        }
    }

    /// <summary>Takes the step for which parts of a batch were accumulated.</summary>
    /// <returns>The losses of all parts.</returns>
    /// <exception cref="DescentException">Nothing was accumulated.</exception>
    /// <exception cref="NonFiniteException">A gradient is not finite; nothing was updated, and the parts are forgotten.</exception>
    public StepResult Update()
    {
        if (!IsOpen)
        {
            throw new DescentException("Nothing was accumulated: call Accumulate for each part of the batch first, or Run for a whole one.");
        }

        try
        {
            sums.Divide();
            var values = new StepValues(sums);
            RefuseNonFiniteGradients(values);
            return Change(values);
        }
        finally
        {
            sums.Reset();
        }
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
            var loss = values.Weight == 0 ? 0 : values.LossSum / values.Weight;
            return Penalty is null
                ? new LossAndGradients(loss, values.Gradients)
                : new LossAndGradients(loss + Penalty.Of(values.Parameters), Penalized(values));
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
        BeginPass();
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
        BeginPass();
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

    private void BeginPass() => pass.Begin(optimizer.Steps, sums.Parts);

    /// <summary>Penalises, clips and updates.</summary>
    private StepResult Change(in StepValues values)
    {
        var gradients = Penalty is null ? values.Gradients : Penalized(values);
        double? norm = null;
        if (Clipping is not null && (values.MayChange || Penalty is not null))
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

    /// <summary>The gradients with the penalty's, in memory that may be changed.</summary>
    private IReadOnlyList<Tensor> Penalized(in StepValues values)
    {
        var gradients = values.MayChange ? values.Gradients : [.. values.Gradients.Select(Pinning.Copy)];
        Penalty!.AddTo(gradients, values.Parameters);
        return gradients;
    }

    private void RefuseNonFinite(in StepValues values, ReadOnlySpan<Tensor> batch)
    {
        if (!double.IsFinite(values.LossSum))
        {
            throw new NonFiniteException(values.Loss is { } loss ? NonFiniteTrace.Explain(loss, model, optimizer.Steps) : Trace(batch));
        }

        RefuseNonFiniteGradients(values);
    }

    private void RefuseNonFiniteGradients(in StepValues values)
    {
        if (NonFiniteTrace.ExplainGradients(values.Trainable, values.Gradients, optimizer.Steps) is { } problem)
        {
            throw new NonFiniteException(problem);
        }
    }
}
