using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Descent.Lab;

namespace Descent.App.Tests.Lab;

/// <summary>The server without a browser: who is let in, what is refused, and what it says about itself.</summary>
[Collection("lab")]
public sealed class ServerTests(LabHost host)
{
    [Theory]
    [InlineData("evil.example", null, 403)]
    [InlineData("127.0.0.1.evil.example", null, 403)]
    [InlineData("192.168.1.5", null, 403)]
    [InlineData("localhost", null, 200)]
    [InlineData("[::1]", null, 200)]
    [InlineData(null, "https://evil.example", 403)]
    [InlineData(null, "null", 403)]
    [InlineData(null, null, 200)]
    public async Task Guard_ForeignHostOrOrigin_IsRefused(string? name, string? origin, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/catalog/losses");
        request.Headers.Host = name is null ? null : $"{name}:{host.Address.Port}";
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var response = await host.Client.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
        if (status == 403)
        {
            Assert.Equal("Refused", (await Problem(response)).GetProperty("title").GetString());
        }
    }

    [Fact]
    public async Task Guard_WithAToken_LetsInWhoBringsItAndThenByCookie()
    {
        const string Token = "0123456789abcdef0123";
        await using var server = await LabServer.StartAsync(new LabOptions { Token = Token });
        Assert.Equal($"?token={Token}", server.Address.Query);
        using var client = new HttpClient { BaseAddress = server.Address };
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(new Uri("/api/catalog/losses", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(new Uri("/api/catalog/losses?token=wrong", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri($"/api/catalog/losses?token={Token}", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/api/catalog/losses", UriKind.Relative))).StatusCode);
    }

    [Theory]
    [InlineData("0.0.0.0", null, "token is needed")]
    [InlineData("127.0.0.1", "short", "16 characters")]
    [InlineData("no.such.host.invalid", null, "no name or address")]
    public async Task Start_OpenToOthersOrWrong_IsRefused(string name, string? token, string message)
    {
        var error = await Assert.ThrowsAsync<SpecificationException>(() => LabServer.StartAsync(new LabOptions { Host = name, Token = token }));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PortTaken_NamesTheRemedy()
    {
        var error = await Assert.ThrowsAsync<SpecificationException>(() => LabServer.StartAsync(new LabOptions { Port = host.Address.Port }));
        Assert.Contains("--port", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_Always_CarryAStrictPolicy()
    {
        using var response = await host.Client.GetAsync(new Uri("/api/catalog/losses", UriKind.Relative));
        var policy = string.Join(' ', response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'self'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("/api/nothing", 404, "/api/v1.json")]
    [InlineData("/api/catalog/lossses", 400, "losses")]
    [InlineData("/api/catalog/losses/hubert", 400, "huber")]
    [InlineData("/api/start/at?w=1e99&rate=1", 400, "w must be from")]
    [InlineData("/api/start/at?w=NaN&rate=1", 400, "w must be from")]
    [InlineData("/api/start/at?w=x&rate=1", 400, "w")]
    [InlineData("/api/start/curve?points=1000000", 400, "points must be from 2 to 2000")]
    [InlineData("/assets/../../secret.txt", 404, "secret.txt")]
    public async Task Request_ThatIsWrong_IsAnsweredByAProblem(string path, int status, string told)
    {
        using var response = await host.Client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(told, (await Problem(response)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenApi_Document_DescribesEveryGroup()
    {
        var document = await host.Client.GetFromJsonAsync<JsonElement>(new Uri("/api/v1.json", UriKind.Relative));
        Assert.StartsWith("3.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var paths = document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToArray();
        Assert.Contains("/api/catalog/{kind}", paths);
        Assert.Contains("/api/start/at", paths);
    }

    [Fact]
    public async Task Catalog_Huber_HasFormulaAndRange()
    {
        var huber = await host.Client.GetFromJsonAsync<JsonElement>(new Uri("/api/catalog/losses/huber", UriKind.Relative));
        var delta = huber.GetProperty("options").EnumerateArray().Single(option => option.GetProperty("name").GetString() == "delta");
        Assert.Equal(0, delta.GetProperty("minimum").GetDouble());
        var elu = await host.Client.GetFromJsonAsync<JsonElement>(new Uri("/api/catalog/activations/elu", UriKind.Relative));
        Assert.StartsWith("<math>", elu.GetProperty("formulaMath").GetString(), StringComparison.Ordinal);
    }

    private static Task<JsonElement> Problem(HttpResponseMessage response) => response.Content.ReadFromJsonAsync<JsonElement>();
}
