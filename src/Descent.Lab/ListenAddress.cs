using System.Net;
using System.Net.Sockets;

namespace Descent.Lab;

/// <summary>Where the Lab listens, and that nobody is let in from outside by mistake.</summary>
internal static class ListenAddress
{
    /// <summary>The addresses that the host stands for.</summary>
    /// <exception cref="SpecificationException">It is none of this machine, or is open to others without a token.</exception>
    public static async Task<IReadOnlyList<IPAddress>> Resolve(LabOptions options, CancellationToken cancellation)
    {
        if (options.Token is { Length: < LabOptions.ShortestToken })
        {
            throw new SpecificationException(
                $"A token must have at least {LabOptions.ShortestToken} characters, or it could be guessed. Leave it out and one is made.");
        }

        IPAddress[] addresses;
        try
        {
            addresses = IPAddress.TryParse(options.Host, out var given) ? [given]
                : options.Host is "localhost" ? [IPAddress.Loopback]
                : await Dns.GetHostAddressesAsync(options.Host, cancellation).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            addresses = [];
        }

        if (addresses.Length == 0)
        {
            throw new SpecificationException($"'{options.Host}' is no name or address of this machine. Leave --host out, or give 0.0.0.0 for all.");
        }

        return options.Token is not null || Array.TrueForAll(addresses, IPAddress.IsLoopback)
            ? addresses
            : throw new SpecificationException($"'{options.Host}' can be reached from other machines, so a token is needed.");
    }
}
