namespace Descent.Cli.Rendering;

/// <summary>Predictions as JSON, one object a line.</summary>
internal static class PredictionJson
{
    /// <summary>Writes <c>{"class":..,"probabilities":{..}}</c> or <c>{"values":{..}}</c> for each row.</summary>
    public static void Write(Stream stream, PredictionTable table)
    {
        using var buffered = new BufferedStream(stream, 1 << 16);
        for (var row = 0; row < table.Rows.Count; row++)
        {
            var values = table.Rows[row];
            JsonLines.Write(buffered, line =>
            {
                var classes = table.Task == TaskKind.Classification;
                if (classes)
                {
                    line.WriteString("class", table.ClassOf(row));
                }

                line.WriteStartObject(classes ? "probabilities" : "values");
                for (var i = 0; i < values.Length; i++)
                {
                    line.Number(table.Names[i], values[i]);
                }

                line.WriteEndObject();
            });
        }

        buffered.Flush();
    }
}
