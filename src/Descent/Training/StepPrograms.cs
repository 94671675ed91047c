namespace Descent;

/// <summary>What a step computed before its update.</summary>
/// <param name="Total">The loss.</param>
/// <param name="Trainable">The parameters that gradients were computed for.</param>
/// <param name="Gradients">Their gradients.</param>
internal readonly record struct Computed(LossTotal Total, NamedParameter[] Trainable, Tensor[] Gradients);

/// <summary>The programs of a training step, one for each shape of batch that came last, and whether they can be trusted.</summary>
internal sealed class StepPrograms(Layer model, Loss loss)
{
    /// <summary>How often a program with code from elsewhere is held against what that code computes.</summary>
    private const int StepsBetweenChecks = 64;

    private readonly RecentPrograms<StepProgram> programs = new();
    private readonly bool isForeign = !AllOurs(model) || !IsOurs(loss);

    /// <summary>Why nothing is replayed.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>The program for a batch; null where there is none that still holds.</summary>
    public StepProgram? Find(ReadOnlySpan<Tensor> batch)
    {
        for (var i = 0; i < programs.Count; i++)
        {
            if (programs[i].Takes(batch))
            {
                return programs.Use(i);
            }
        }

        return null;
    }

    /// <summary>Compiles a captured step.</summary>
    public void Add(Tape tape, Tensor[] batch, in Computed computed)
    {
        Obstacle = tape.Obstacle;
        if (Obstacle is null)
        {
            programs.Add(new StepProgram(tape, batch, new ParameterSnapshot(model), computed));
        }
    }

    /// <summary>Whether the program's next step is computed both ways.</summary>
    public bool IsDue(StepProgram program) => isForeign && ++program.StepsSinceCheck >= StepsBetweenChecks;

    /// <summary>Has every program checked at its next step.</summary>
    public void Recheck()
    {
        foreach (var program in programs)
        {
            program.StepsSinceCheck = StepsBetweenChecks;
        }
    }

    /// <summary>Takes note of a check.</summary>
    public void Note(StepProgram program, bool agreed)
    {
        program.StepsSinceCheck = 0;
        if (!agreed)
        {
            Obstacle = "the model computes something else from step to step than it did when it was captured";
            programs.Clear();
        }
    }

    private static bool AllOurs(Layer layer) => IsOurs(layer) && layer.Children.All(child => AllOurs(child.Layer));

    private static bool IsOurs(object part) => part.GetType().Assembly == typeof(Layer).Assembly;
}
