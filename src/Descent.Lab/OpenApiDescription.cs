using Microsoft.AspNetCore.OpenApi;

namespace Descent.Lab;

/// <summary>What the interface says about itself at <c>/api/v1.json</c>.</summary>
internal static class OpenApiDescription
{
    /// <summary>Sets title and description.</summary>
    public static void Describe(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info.Title = "Descent Lab";
        document.Info.Description = "What the pages ask the engine. Every number is computed by the operations that train. "
            + "A wrong request is answered by a problem document (RFC 9457) whose detail says what is wrong.";
        return Task.CompletedTask;
    });
}
