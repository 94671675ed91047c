using System.Globalization;

namespace Descent;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Something to know; training may be what it should be all the same.</summary>
    Notice,

    /// <summary>Training is worse than it need be.</summary>
    Warning,

    /// <summary>Training cannot work like this.</summary>
    Critical,
}

/// <summary>A number that a finding rests on.</summary>
/// <param name="Name">What it is, in a word or two: <c>dead units</c>.</param>
/// <param name="Value">The number.</param>
public readonly record struct FindingNumber(string Name, double Value);

/// <summary>Something that the doctor found about the data, the model or the training: the evidence, what it means, and a remedy.</summary>
/// <param name="Name">The kind of finding, as <c>descent show finding NAME</c> knows it: <c>dead-relu</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Title">The finding in a few words.</param>
public sealed record Finding(string Name, FindingSeverity Severity, string Title)
{
    /// <summary>Where: a layer, a parameter, a column, a sample; empty where it is the training as a whole.</summary>
    public string Where { get; init; } = "";

    /// <summary>What was measured, in one sentence.</summary>
    public required string Evidence { get; init; }

    /// <summary>The numbers of <see cref="Evidence"/>, and those that they were held against.</summary>
    public IReadOnlyList<FindingNumber> Numbers { get; init; } = [];

    /// <summary>What it means for the training.</summary>
    public required string Meaning { get; init; }

    /// <summary>What to do.</summary>
    public required Remedy Remedy { get; init; }

    /// <summary>The steps that were taken when it was found; 0: before training.</summary>
    public int Step { get; init; }

    /// <summary>The epoch, from 1, in which it was found; 0: before training.</summary>
    public int Epoch { get; init; }

    /// <summary>One line: the name, where, and the evidence.</summary>
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Name}{(Where.Length > 0 ? $" in {Where}" : "")}: {Evidence}");
}
