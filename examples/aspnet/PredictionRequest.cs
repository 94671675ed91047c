using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Descent.Examples.AspNet;

/// <summary>A request: one row or several, as JSON.</summary>
internal static class PredictionRequest
{
    private const int MostRows = 1000;

    /// <summary>The answer to a request; what is wrong with it is a problem that names the column.</summary>
    public static IResult Answer(JsonElement body, Predictor predictor)
    {
        try
        {
            return body.ValueKind switch
            {
                JsonValueKind.Object => TypedResults.Ok(PredictionAnswer.Of(predictor.Predict(Row(body, predictor)))),
                JsonValueKind.Array when body.GetArrayLength() <= MostRows
                    => TypedResults.Ok(predictor.Predict([.. body.EnumerateArray().Select(row => Row(row, predictor))]).Select(PredictionAnswer.Of)),
                JsonValueKind.Array => Problem($"{body.GetArrayLength()} rows; at most {MostRows} are answered at once."),
                _ => Problem("The body must be an object with a value for each column, or an array of such objects."),
            };
        }
        catch (DataException error)
        {
            return Problem(error.Message, error.Column);
        }
    }

    private static PredictorRow Row(JsonElement values, Predictor predictor)
    {
        if (values.ValueKind != JsonValueKind.Object)
        {
            throw new DataException($"A row must be an object with a value for each column, not {values.ValueKind}.");
        }

        var row = predictor.NewRow();
        foreach (var (column, value) in values.EnumerateObject().Select(property => (property.Name, property.Value)))
        {
            _ = value.ValueKind switch
            {
                JsonValueKind.Number => row.Set(column, value.GetDouble()),
                JsonValueKind.String => row.Set(column, value.GetString()),
                JsonValueKind.Null => row.Set(column, null),
                JsonValueKind.True or JsonValueKind.False => row.Set(column, value.GetRawText()),
                _ => throw new DataException($"Column '{column}' must be a number, a text or null.") { Column = column },
            };
        }

        return row;
    }

    private static ProblemHttpResult Problem(string detail, string? column = null) => TypedResults.Problem(
        detail, statusCode: StatusCodes.Status400BadRequest, title: "The input cannot be predicted for.",
        extensions: column is null ? null : new Dictionary<string, object?> { ["column"] = column });
}
