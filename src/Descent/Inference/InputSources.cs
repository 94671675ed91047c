namespace Descent;

/// <summary>Where a prediction's samples come from.</summary>
internal interface IInputSource
{
    /// <summary>The number of samples.</summary>
    int Count { get; }

    /// <summary>Writes samples as the network sees them.</summary>
    void Write(int first, int count, Span<float> destination, ServedModel model);
}

/// <summary>Numbers as they are stored, which the model's own scaling makes inputs of.</summary>
internal readonly ref struct StoredSamples(ReadOnlySpan<float> numbers, int width) : IInputSource
{
    private readonly ReadOnlySpan<float> numbers = numbers;

    public int Count => numbers.Length / width;

    public void Write(int first, int count, Span<float> destination, ServedModel model)
    {
        var given = numbers.Slice(first * width, count * width);
        for (var i = 0; i < given.Length; i++)
        {
            if (!float.IsFinite(given[i]))
            {
                throw model.NotFinite(first + (i / width), i % width, given[i]);
            }
        }

        given.CopyTo(destination);
        if (model.Scaling is { IsIdentity: false } scaling)
        {
            for (var sample = 0; sample < count; sample++)
            {
                scaling.Apply(destination.Slice(sample * width, width));
            }
        }
    }
}

/// <summary>One row of a table.</summary>
internal readonly struct OneRow(PredictorRow row) : IInputSource
{
    public int Count => 1;

    public void Write(int first, int count, Span<float> destination, ServedModel model) => model.Rows!.Encode(row.Values, destination);
}

/// <summary>Rows of a table.</summary>
internal readonly struct ManyRows(IReadOnlyList<PredictorRow> rows) : IInputSource
{
    public int Count => rows.Count;

    public void Write(int first, int count, Span<float> destination, ServedModel model)
    {
        for (var i = 0; i < count; i++)
        {
            try
            {
                model.Rows!.Encode(rows[first + i].Values, destination.Slice(i * model.InputCount, model.InputCount));
            }
            catch (DataException error)
            {
                throw new DataException($"Row {first + i + 1}: {error.Message}") { Column = error.Column };
            }
        }
    }
}
