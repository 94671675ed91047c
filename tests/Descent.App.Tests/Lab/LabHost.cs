using Descent.Lab;

namespace Descent.App.Tests.Lab;

/// <summary>The real server on a free port of loopback, started once for all tests of the Lab.</summary>
public sealed class LabHost : IAsyncLifetime
{
    private LabServer? server;

    /// <summary>Where it is.</summary>
    public Uri Address => server!.Address;

    /// <summary>An empty folder for runs.</summary>
    public string Runs { get; } = Directory.CreateTempSubdirectory("descent-lab-").FullName;

    /// <summary>A client that asks as a program does.</summary>
    public HttpClient Client { get; } = new();

    public async Task InitializeAsync()
    {
        server = await LabServer.StartAsync(new LabOptions { RunsFolder = Runs });
        Client.BaseAddress = Address;
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await server!.DisposeAsync();
        Directory.Delete(Runs, recursive: true);
    }
}

/// <summary>The tests that share the server and the browser.</summary>
[CollectionDefinition("lab")]
public sealed class LabCollection : ICollectionFixture<LabHost>, ICollectionFixture<LabBrowser>;
