namespace Descent;

/// <summary>Turns the values of a row into the numbers that a network sees, as <see cref="TabularEncoder"/> does with the columns of a file.</summary>
internal sealed class RowEncoder
{
    private readonly TabularEncoder encoder;
    private readonly UnknownCategory unknown;
    private readonly Dictionary<string, int> places;
    private readonly Dictionary<string, int>[] categories;
    private readonly Dictionary<double, int>[] numericCategories;
    private readonly int[] offsets;
    private readonly int[] widths;

    public RowEncoder(TabularEncoder encoder, UnknownCategory unknown)
    {
        this.encoder = encoder;
        this.unknown = unknown;
        places = encoder.Columns.Index().ToDictionary(pair => pair.Item.Name, pair => pair.Index, StringComparer.Ordinal);
        categories = [.. encoder.Columns.Select(column => column.Categories.Index().ToDictionary(pair => pair.Item, pair => pair.Index))];
        numericCategories = [.. encoder.Columns.Select(Numeric)];
        widths = [.. encoder.Columns.Select(column => column.Width)];
        offsets = new int[widths.Length];
        for (var i = 1; i < offsets.Length; i++)
        {
            offsets[i] = offsets[i - 1] + widths[i - 1];
        }
    }

    /// <summary>The number of columns that are read.</summary>
    public int ColumnCount => places.Count;

    /// <summary>The columns' names.</summary>
    public IEnumerable<string> Columns => encoder.Columns.Select(column => column.Name);

    /// <summary>Whether rows that were made for another encoder can be read by this one.</summary>
    public bool TakesRowsOf(RowEncoder other) => Columns.SequenceEqual(other.Columns)
        && encoder.Columns.Select(column => column.Kind).SequenceEqual(other.encoder.Columns.Select(column => column.Kind));

    /// <summary>The place of a column.</summary>
    /// <exception cref="DataException">There is none of the name.</exception>
    public int PlaceOf(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return places.TryGetValue(column, out var place) ? place : throw Unread(column);
    }

    /// <summary>A text as it would stand in a file.</summary>
    /// <exception cref="DataException">The column holds numbers, and the text is none.</exception>
    public RowValue Parse(int place, string? text)
    {
        var column = encoder.Columns[place];
        var trimmed = text?.Trim();
        if (string.IsNullOrEmpty(trimmed) || encoder.Missing.Contains(trimmed))
        {
            return new RowValue(RowValueKind.Missing, double.NaN, null);
        }

        if (column.Kind != ColumnEncodingKind.Number)
        {
            return new RowValue(RowValueKind.Text, double.NaN, trimmed);
        }

        return CsvColumn.TryParse(trimmed, out var number) && double.IsFinite(number)
            ? new RowValue(RowValueKind.Number, number, null)
            : throw new DataException($"Column '{column.Name}' is '{Shown(trimmed)}'; the training data has numbers there. Give a finite number, or null where there is no value.")
            {
                Column = column.Name,
            };
    }

    /// <summary>Writes the features of a row.</summary>
    /// <exception cref="DataException">A column was not set, or is a category that the training data did not have.</exception>
    public void Encode(ReadOnlySpan<RowValue> values, Span<float> destination)
    {
        for (var place = 0; place < values.Length; place++)
        {
            var column = encoder.Columns[place];
            ref readonly var value = ref values[place];
            var features = destination.Slice(offsets[place], widths[place]);
            if (value.Kind == RowValueKind.Unset)
            {
                throw new DataException($"The row has no column '{column.Name}'. Give it a value, or null where there is none.") { Column = column.Name };
            }

            switch (column.Kind)
            {
                case ColumnEncodingKind.Presence:
                    features[0] = value.Kind == RowValueKind.Missing ? 0 : 1;
                    break;
                case ColumnEncodingKind.Number:
                    column.EncodeNumber(value.Number, features);
                    break;
                default:
                    column.EncodeCategory(value.Kind == RowValueKind.Missing ? null : Category(place, value), features);
                    break;
            }
        }
    }

    private DataException Unread(string column)
    {
        var reason = column == encoder.Target.Name
            ? $"Column '{Shown(column)}' is what the model predicts; leave it out."
            : $"The model reads no column '{Shown(column)}'. {NearestNames.Suggest(column, places.Keys)}";
        return new DataException(reason) { Column = column };
    }

    private static string Shown(string text) => RecipeText.Shown(text);

    private static Dictionary<double, int> Numeric(ColumnEncoding column)
    {
        var numbers = new Dictionary<double, int>();
        foreach (var (place, category) in column.Categories.Index())
        {
            if (CsvColumn.TryParse(category, out var number) && double.IsFinite(number))
            {
                numbers.TryAdd(number, place);
            }
        }

        return numbers;
    }

    private int Category(int place, in RowValue value)
    {
        if (value.Text is null ? numericCategories[place].TryGetValue(value.Number, out var found) : categories[place].TryGetValue(value.Text, out found))
        {
            return found;
        }

        var column = encoder.Columns[place];
        if (unknown == UnknownCategory.Other)
        {
            return column.Categories.Count;
        }

        var text = value.Text ?? TargetEncoding.ClassName(value.Number);
        throw new DataException(
            $"Column '{column.Name}' is '{Shown(text)}', a category that the training data did not have, or only once. {NearestNames.Suggest(text, column.Categories)}")
        {
            Column = column.Name,
        };
    }
}
