using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Descent.Lab.Safety;

/// <summary>What went wrong, as a problem document (RFC 9457) with a sentence for people; no stack trace leaves the server.</summary>
internal sealed class Problems(RequestDelegate next)
{
    /// <summary>Answers a request, whatever happens.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The visitor has moved on.
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            var (status, detail) = Of(error);
            await Write(context, status, detail).ConfigureAwait(false);
        }
    }

    /// <summary>The answer to an address of the interface that does not exist.</summary>
    public static Task NoSuchEndpoint(HttpContext context)
        => Write(context, StatusCodes.Status404NotFound, $"There is no {context.Request.Path}. /api/v1.json describes what there is.");

    /// <summary>Writes a problem.</summary>
    public static Task Write(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        context.Response.Headers.CacheControl = "no-store";
        var problem = new Problem(Title(status), status, detail);
        return JsonSerializer.SerializeAsync(context.Response.Body, problem, LabJson.Default.Problem, context.RequestAborted);
    }

    private static (int Status, string Detail) Of(Exception error) => error switch
    {
        DescentException => (StatusCodes.Status400BadRequest, error.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (
            StatusCodes.Status413PayloadTooLarge,
            FormattableString.Invariant($"The request is too large: {Limits.MostBodyBytes >> 20} MiB are the most.")),
        BadHttpRequestException bad => (bad.StatusCode, bad.InnerException is JsonException inner ? inner.Message : bad.Message),
        JsonException => (StatusCodes.Status400BadRequest, error.Message),
        OutOfMemoryException => (StatusCodes.Status503ServiceUnavailable, "There is not enough memory for this. Ask for less."),
        _ => (StatusCodes.Status500InternalServerError, $"Something unforeseen failed ({error.GetType().Name}): {error.Message} Please report it."),
    };

    private static string Title(int status) => status switch
    {
        StatusCodes.Status403Forbidden => "Refused",
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status413PayloadTooLarge => "Too large",
        >= 500 => "Failed",
        _ => "Not understood",
    };
}

/// <summary>A problem document.</summary>
/// <param name="Title">What kind of problem.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Detail">What is wrong and what to do.</param>
internal sealed record Problem(string Title, int Status, string Detail);
