using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ZeroG.Benchmarks.Nodes;

/// <summary>The naive handler behind the same Kestrel as ours: reads the body whole, answers it, writes the answer.</summary>
internal sealed class NaiveHost : IDisposable
{
    private readonly WebApplication _application;

    public NaiveHost(NaiveHandler handler)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = 100 << 20;
            kestrel.Listen(System.Net.IPAddress.Loopback, 0);
        });
        _application = builder.Build();
        _application.Run(async context =>
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body);
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(handler.Answer(body.ToArray()));
        });
        _application.StartAsync().GetAwaiter().GetResult();
        Uri = new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Uri Uri { get; }

    public void Dispose()
    {
        using CancellationTokenSource now = new(TimeSpan.FromSeconds(1));
        _application.StopAsync(now.Token).GetAwaiter().GetResult();
        _application.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
