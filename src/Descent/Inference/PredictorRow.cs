namespace Descent;

/// <summary>
/// One row of a table to predict for, made by <see cref="Predictor.NewRow"/>: each column that the model reads gets a value, also "none".
/// To be used by one thread at a time, and again after <see cref="Clear"/>: setting values and predicting allocate nothing.
/// </summary>
public sealed class PredictorRow
{
    private readonly RowEncoder encoder;
    private readonly RowValue[] values;

    internal PredictorRow(RowEncoder encoder)
    {
        this.encoder = encoder;
        values = new RowValue[encoder.ColumnCount];
    }

    /// <summary>The values by column, in the order of <see cref="Predictor.Columns"/>.</summary>
    internal ReadOnlySpan<RowValue> Values => values;

    /// <summary>Forgets all values.</summary>
    /// <returns>This row.</returns>
    public PredictorRow Clear()
    {
        Array.Clear(values);
        return this;
    }

    /// <summary>Sets a column to a number; a category that is a number may be given so too.</summary>
    /// <returns>This row.</returns>
    /// <exception cref="DataException">The model reads no such column, or the number is not finite.</exception>
    public PredictorRow Set(string column, double number)
    {
        var place = encoder.PlaceOf(column);
        values[place] = double.IsFinite(number)
            ? new RowValue(RowValueKind.Number, number, null)
            : throw new DataException(FormattableString.Invariant($"Column '{column}' is {number}; a finite number is needed, or null where there is no value.")) { Column = column };
        return this;
    }

    /// <summary>Sets a column to a text as it would stand in a CSV file: a category, a number, or nothing.</summary>
    /// <param name="column">The column.</param>
    /// <param name="text">The text; null, empty, or one of the texts that meant "no value" in training, where there is none.</param>
    /// <returns>This row.</returns>
    /// <exception cref="DataException">The model reads no such column, or it holds numbers and the text is none.</exception>
    public PredictorRow Set(string column, string? text)
    {
        var place = encoder.PlaceOf(column);
        values[place] = encoder.Parse(place, text);
        return this;
    }
}

/// <summary>Whether and how a column of a row was set.</summary>
internal enum RowValueKind
{
    /// <summary>It was not.</summary>
    Unset,

    /// <summary>There is no value.</summary>
    Missing,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,
}

/// <summary>One value of a row.</summary>
internal readonly record struct RowValue(RowValueKind Kind, double Number, string? Text);
