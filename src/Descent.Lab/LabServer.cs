using System.Net;
using Descent.Lab.Safety;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Descent.Lab;

/// <summary>The server of the Lab: it evaluates what the pages ask for with the operations that train, and serves the pages.</summary>
public sealed class LabServer : IAsyncDisposable
{
    private readonly WebApplication application;

    private LabServer(WebApplication application, LabOptions options)
    {
        this.application = application;
        var bound = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Address = Shown(bound.Port, options);
    }

    /// <summary>The address to open, with the token if there is one.</summary>
    public Uri Address { get; }

    /// <summary>Why there is no page to show; null where there is one.</summary>
    public static string? MissingPage => WebFiles.Exist
        ? null
        : "The page of the Lab was not built, because Node.js was not found when this program was. "
            + "Install Node.js 20 or later, then: dotnet build src/Descent.Lab -c Release";

    /// <summary>Begins to listen.</summary>
    /// <exception cref="SpecificationException">The port is taken, the host is none of this machine, or a token is missing or too short.</exception>
    public static async Task<LabServer> StartAsync(LabOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var addresses = await ListenAddress.Resolve(options, cancellation).ConfigureAwait(false);
        var application = Build(options, addresses);
        try
        {
            await application.StartAsync(cancellation).ConfigureAwait(false);
            return new LabServer(application, options);
        }
        catch (IOException error)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw new SpecificationException(
                FormattableString.Invariant($"Port {options.Port} of {options.Host} cannot be used: {error.Message} ")
                + "Another program, perhaps another Lab, has it. Choose another with --port, or leave --port out for a free one.");
        }
    }

    /// <summary>Waits until it is to stop, then lets what is under way end.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await application.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static WebApplication Build(LabOptions options, IReadOnlyList<IPAddress> addresses)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
        {
            Limits.Apply(server.Limits);
            server.AddServerHeader = false;
            foreach (var address in addresses)
            {
                server.Listen(address, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
            }
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddSingleton(options);
        builder.Services.AddOpenApi("v1", OpenApiDescription.Describe);
        builder.Services.ConfigureHttpJsonOptions(json => PageGroups.AddJson(json.SerializerOptions));
        PageGroups.AddServices(builder.Services);

        var application = builder.Build();
        application.UseMiddleware<Problems>();
        application.UseMiddleware<SecurityHeaders>();
        application.UseMiddleware<Guard>();
        application.UseWebSockets();
        application.MapOpenApi("/api/{documentName}.json");
        PageGroups.Map(application.MapGroup("/api"));
        application.MapFallback("/api/{**rest}", Problems.NoSuchEndpoint);
        application.MapFallback("/{**path}", WebFiles.Serve);
        return application;
    }

    private static Uri Shown(int port, LabOptions options)
    {
        var host = IPAddress.TryParse(options.Host, out var address)
            && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)) ? Dns.GetHostName() : options.Host;
        var bare = new UriBuilder("http", host, port).Uri;
        return options.Token is null ? bare : new Uri(bare, $"?token={Uri.EscapeDataString(options.Token)}");
    }
}
