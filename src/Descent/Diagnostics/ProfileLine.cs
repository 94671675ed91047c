namespace Descent;

/// <summary>What a line of a profile stands for.</summary>
public enum ProfileKind
{
    /// <summary>One kind of operation, forward or backward.</summary>
    Operation,

    /// <summary>The update of the parameters.</summary>
    Optimizer,

    /// <summary>Waiting for the next batch, and making tensors of it.</summary>
    Loader,

    /// <summary>All else: the record, the walk through it, memory, checks.</summary>
    Rest,
}

/// <summary>Where a part of a step's time goes.</summary>
/// <param name="Kind">What the line stands for.</param>
/// <param name="Name">The operation's or the optimizer's name.</param>
/// <param name="Shapes">The shapes of inputs and outputs; empty where the line stands for several.</param>
/// <param name="Calls">How often it happens in a step.</param>
/// <param name="Seconds">Its time in a step.</param>
/// <param name="Share">Its part of the step, from 0 to 1.</param>
/// <param name="Cost">Its arithmetic and traffic in a step.</param>
/// <param name="LeastSeconds">The time that the machine's roofline allows.</param>
/// <param name="IsBoundByArithmetic">Whether the arithmetic decides that time, not the memory.</param>
public sealed record ProfileLine(
    ProfileKind Kind,
    string Name,
    string Shapes,
    double Calls,
    double Seconds,
    double Share,
    OperationCost Cost,
    double LeastSeconds,
    bool IsBoundByArithmetic)
{
    /// <summary>Operations a second.</summary>
    public double FlopsPerSecond => Seconds > 0 ? Cost.Flops / Seconds : 0;

    /// <summary>Bytes a second.</summary>
    public double BytesPerSecond => Seconds > 0 ? Cost.Bytes / Seconds : 0;

    /// <summary>The roofline's time by the time taken: 1 is as fast as the machine can; null where nothing is computed or moved.</summary>
    public double? FractionOfRoofline => Seconds > 0 && LeastSeconds > 0 ? LeastSeconds / Seconds : null;
}
