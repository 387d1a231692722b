using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZeroG.Chain;

namespace ZeroG.Nodes.Hosting;

/// <summary>
/// One Kestrel listener and the life that all hosts share: a port that is bound or explained, and a stop that cancels what is being served
/// and returns when no request touches the service any more.
/// </summary>
internal sealed class KestrelHost : IAsyncDisposable
{
    // How long requests in progress may still take when the host stops.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _application;

    // Requests being served, and one for the host itself.
    private int _active = 1;

    private KestrelHost(KestrelSetup setup)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        setup.Services?.Invoke(builder.Services);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, setup));

        // The lifetime that a host brings along takes SIGTERM away from the process, which then ends by SIGKILL alone. Whoever holds the
        // node stops it, and NodeRegistry when the process ends.
        builder.Services.AddSingleton<IHostLifetime, LifeOfTheProcess>();

        // Behind Kestrel's own, since the last one counts.
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>>(new BlockPool.Factory());
        _application = builder.Build();
        Debug.Assert(
            _application.Services.GetRequiredService<IMemoryPoolFactory<byte>>() is BlockPool.Factory, "Kestrel has its own pool.");
        _application.Use(CountAsync);
        setup.Pipeline(_application, _stopping.Token);
    }

    /// <summary>Where it listens, with the real port; an address that means every interface is given as loopback.</summary>
    public Uri Uri { get; private set; } = null!;

    /// <summary>Binds the port and serves from then on.</summary>
    /// <exception cref="ZeroGException">As <see cref="ListenPlace.Explain"/> says.</exception>
    public static async Task<KestrelHost> StartAsync(KestrelSetup setup, CancellationToken cancellationToken)
    {
        KestrelHost host = new(setup);
        try
        {
            await host._application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            await host.DisposeAsync().ConfigureAwait(false);
            if (setup.Place.Explain(failure) is { } explained)
            {
                throw explained;
            }

            throw;
        }

        IServerAddressesFeature bound = host._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        host.Uri = setup.Place.UriAt(new Uri(bound.Addresses.First()).Port);
        return host;
    }

    /// <summary>Cancels what is being served, closes the port, and returns when no request touches the service any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        using (CancellationTokenSource limit = new(StopLimit))
        {
            await _application.StopAsync(limit.Token).ConfigureAwait(false);
        }

        // Kestrel drops connections at the limit, but their requests may still be in the service, whose data is closed next.
        Finish();
        await _idle.Task.ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private static void Configure(KestrelServerOptions kestrel, KestrelSetup setup)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = setup.MaximumBodySize;
        kestrel.Listen(setup.Place.Address, setup.Place.Port, listen =>
        {
            listen.Protocols = setup.Protocols;
            listen.Use(next => connection => AdmitAsync(connection, setup.Connections, next));
        });
    }

    private static async Task AdmitAsync(ConnectionContext connection, FairShare connections, ConnectionDelegate next)
    {
        ClientNetwork client = ClientNetwork.Of((connection.RemoteEndPoint as IPEndPoint)?.Address);
        if (!connections.TryTake(client, 1))
        {
            connection.Abort();
            return;
        }

        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            connections.Return(client, 1);
        }
    }

    private async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        Interlocked.Increment(ref _active);
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            Finish();
        }
    }

    private void Finish()
    {
        if (Interlocked.Decrement(ref _active) == 0)
        {
            _idle.TrySetResult();
        }
    }

    /// <summary>Waits for no signal and takes none.</summary>
    private sealed class LifeOfTheProcess : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
