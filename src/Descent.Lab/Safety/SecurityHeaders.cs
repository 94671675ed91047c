using Microsoft.AspNetCore.Http;

namespace Descent.Lab.Safety;

/// <summary>Tells the browser that nothing but what this server sends may run or be asked for.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    // Charts and popovers set styles; scripts come from files of this server alone. A slide may frame a page that is to be embedded.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors ";

    /// <summary>Adds the headers.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy + (context.Request.Query["embed"] == "1" ? "*" : "'self'");
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        return next(context);
    }
}
