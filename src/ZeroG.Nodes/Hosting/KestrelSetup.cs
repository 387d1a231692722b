using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ZeroG.Nodes.Hosting;

/// <summary>How a <see cref="KestrelHost"/> listens and what it does with requests.</summary>
/// <param name="Place">Where it listens.</param>
/// <param name="MaximumBodySize">Largest request body in bytes; null for no limit.</param>
/// <param name="Pipeline">Adds what serves requests; the token is cancelled when the host stops.</param>
internal sealed record KestrelSetup(ListenPlace Place, long? MaximumBodySize, Action<WebApplication, CancellationToken> Pipeline)
{
    // A connection that says nothing costs some kilobytes, and one of the file handles that the database needs too.
    private const int MostConnections = 10_000;

    /// <summary>Connections at a time, of which no client has so many that others get none.</summary>
    public FairShare Connections { get; init; } = new(MostConnections);

    /// <summary>Versions of HTTP; without TLS it is either 1 or 2. The default is 1.</summary>
    public HttpProtocols Protocols { get; init; } = HttpProtocols.Http1;

    /// <summary>Adds services that the pipeline needs; null for none.</summary>
    public Action<IServiceCollection>? Services { get; init; }
}
