using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Descent.Lab.Safety;

/// <summary>
/// Lets in only who is meant. On loopback the Host must name this machine, so that a foreign name that points here (DNS rebinding) gets
/// nothing; elsewhere the token must come, in the address or from then on in a cookie. An Origin must be the page's own.
/// </summary>
internal sealed class Guard(RequestDelegate next, LabOptions options)
{
    private const string Cookie = "descent-lab";

    /// <summary>Lets a request through or refuses it.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (options.Token is null && !IsLoopback(request.Host.Host))
        {
            return Refuse(context, $"The Lab answers to localhost, not to '{request.Host.Host}'. Open the address that 'descent lab' printed.");
        }

        if (request.Headers.Origin is [{ Length: > 0 } origin] && origin != $"{request.Scheme}://{request.Host}")
        {
            return Refuse(context, $"A page of '{origin}' may not use the Lab.");
        }

        if (options.Token is not { } token)
        {
            return next(context);
        }

        if (request.Query["token"] is [{ } brought] && Same(brought, token))
        {
            context.Response.Cookies.Append(
                Cookie, token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true });
            return next(context);
        }

        return request.Cookies[Cookie] is { } kept && Same(kept, token)
            ? next(context)
            : Refuse(context, "The Lab needs its token: open the whole address that 'descent lab' printed.");
    }

    private static bool IsLoopback(string host)
        => host is "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool Same(string brought, string token)
        => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(brought)), SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static Task Refuse(HttpContext context, string why) => Problems.Write(context, StatusCodes.Status403Forbidden, why);
}
