using System.Collections;

namespace Descent;

/// <summary>A program of a model that may have changed since.</summary>
internal interface IModelProgram
{
    /// <summary>The parameters that it reads.</summary>
    ParameterSnapshot Parameters { get; }
}

/// <summary>The programs used last, one for each shape of batch, the latest first. Batches of more shapes are captured again and again.</summary>
internal sealed class RecentPrograms<TProgram> : IReadOnlyList<TProgram>
    where TProgram : class, IModelProgram
{
    private const int Most = 8;

    private readonly List<TProgram> programs = [];

    /// <inheritdoc/>
    public int Count => programs.Count;

    /// <inheritdoc/>
    public TProgram this[int index] => programs[index];

    /// <summary>The program at a place, which becomes the latest; null, and forgotten, where the model's parameters are others by now.</summary>
    public TProgram? Use(int index)
    {
        var program = programs[index];
        programs.RemoveAt(index);
        if (!program.Parameters.IsCurrent())
        {
            return null;
        }

        programs.Insert(0, program);
        return program;
    }

    /// <summary>Adds a program and forgets the one that was not used longest, where they are too many.</summary>
    public void Add(TProgram program)
    {
        programs.Insert(0, program);
        if (programs.Count > Most)
        {
            programs.RemoveAt(Most);
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => programs.Clear();

    /// <inheritdoc/>
    public IEnumerator<TProgram> GetEnumerator() => programs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => programs.GetEnumerator();
}
