namespace Descent.Tests;

/// <summary>Tests that measure the process run without others beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
