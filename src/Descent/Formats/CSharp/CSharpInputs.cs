using System.Globalization;
using System.Text;

namespace Descent;

/// <summary>How an exported model takes its inputs: the encoding that it was trained with, in plain C#.</summary>
internal static class CSharpInputs
{
    private const string Rows = """
        /// <summary>Predicts for one row, its values as they would stand in a CSV file; null or empty where there is none.</summary>
        /// <exception cref="ArgumentException">A column is missing, or is text where numbers are needed; it is named.</exception>
        public double[] Predict(IReadOnlyDictionary<string, string?> row)
        {
            var features = new float[InputCount];
            Encode(row, features);
            return Run(features);
        }

        private static string? Field(IReadOnlyDictionary<string, string?> row, string column)
        {
            if (!row.TryGetValue(column, out var text))
            {
                throw new ArgumentException($"The row has no column '{column}'.");
            }

            text = text?.Trim();
            return string.IsNullOrEmpty(text) || Array.IndexOf(Missing, text) >= 0 ? null : text;
        }

        private static void Number(IReadOnlyDictionary<string, string?> row, string column, double mean, double deviation, bool hasMissing, Span<float> features)
        {
            var text = Field(row, column);
            var number = 0.0;
            if (text is not null
                && !(double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out number) && double.IsFinite(number)))
            {
                throw new ArgumentException($"Column '{column}' is '{text}'; a finite number is needed.");
            }

            // A deviation of 0 stands for a column that is taken as it is.
            features[0] = deviation == 0 ? (float)(text is null ? mean : number)
                : text is null ? 0
                : (float)Math.Clamp((number - mean) / deviation, -LIMIT, LIMIT);
            if (hasMissing)
            {
                features[1] = text is null ? 1 : 0;
            }
        }

        private static void Category(IReadOnlyDictionary<string, string?> row, string column, string[] categories, bool hasMissing, Span<float> features)
        {
            var text = Field(row, column);
            var place = text is null ? -1 : Array.IndexOf(categories, text);
            features[place >= 0 ? place : text is null && hasMissing ? categories.Length + 1 : categories.Length] = 1;
        }

        private static void Presence(IReadOnlyDictionary<string, string?> row, string column, Span<float> features)
            => features[0] = Field(row, column) is null ? 0 : 1;
        """;

    /// <summary>Rows of a table by the names of its columns.</summary>
    public static string OfTable(TabularEncoder table) => string.Create(CultureInfo.InvariantCulture, $$"""

            /// <summary>The columns that a row needs.</summary>
            public static string[] Columns { get; } = {{CSharpText.List(table.Columns.Select(column => column.Name))}};

            private static string[] Missing { get; } = {{CSharpText.List(table.Missing)}};


        """) + CSharpText.Indented(Rows.Replace("LIMIT", CodeWriter.Number(ColumnEncoding.Limit), StringComparison.Ordinal)) + Encode(table);

    /// <summary>Samples of arrays, scaled as in training.</summary>
    public static string OfArrays(InputScaling scaling)
    {
        var (scale, shift) = (Numbers(scaling.Scale), Numbers(scaling.Shift));
        return $$"""

                private static float[] Scale { get; } = {{scale}};

                private static float[] Shift { get; } = {{shift}};

                /// <summary>Predicts for one sample, its numbers as they were stored for training (pixels 0 to 255).</summary>
                /// <exception cref="ArgumentException">There are not InputCount numbers, or one is not finite.</exception>
                public double[] Predict(ReadOnlySpan<float> sample)
                {
                    if (sample.Length != InputCount)
                    {
                        throw new ArgumentException($"A sample has {InputCount} numbers, not {sample.Length}.");
                    }

                    var scaled = new float[InputCount];
                    for (var i = 0; i < scaled.Length; i++)
                    {
                        var channel = i / (InputCount / Scale.Length);
                        scaled[i] = float.IsFinite(sample[i])
                            ? (sample[i] * Scale[channel]) + Shift[channel]
                            : throw new ArgumentException($"Number {i} of the sample is {sample[i]}; finite numbers are needed.");
                    }

                    return Run(scaled);
                }
            """;
    }

    private static string Encode(TabularEncoder encoder)
    {
        var text = new StringBuilder("\n\n    private static void Encode(IReadOnlyDictionary<string, string?> row, Span<float> features)\n    {\n");
        var offset = 0;
        foreach (var column in encoder.Columns)
        {
            var (name, target) = (CodeWriter.Text(column.Name), string.Create(CultureInfo.InvariantCulture, $"features[{offset}..]"));
            var missing = column.HasMissing ? "true" : "false";
            text.Append("        ").Append(column.Kind switch
            {
                ColumnEncodingKind.Number => $"Number(row, {name}, {CodeWriter.Number(column.Mean)}, {CodeWriter.Number(column.IsRaw ? 0 : column.StandardDeviation)}, {missing}, {target});",
                ColumnEncodingKind.Category => $"Category(row, {name}, {CSharpText.List(column.Categories)}, {missing}, {target});",
                _ => $"Presence(row, {name}, {target});",
            }).Append('\n');
            offset += column.Width;
        }

        return text.Append("    }").ToString();
    }

    private static string Numbers(ReadOnlySpan<float> numbers)
        => $"[{string.Join(", ", numbers.ToArray().Select(number => number.ToString("R", CultureInfo.InvariantCulture) + "f"))}]";
}
