using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ZeroG.Nodes.Hosting;

namespace ZeroG.Nodes.Tests.Hosting;

public sealed class KestrelHostTests
{
    [Fact]
    public async Task Connections_MoreThanAreAdmitted_AreClosedUntilOneEnds()
    {
        FairShare connections = new(2);
        await using KestrelHost host = await KestrelHost.StartAsync(
            new KestrelSetup(
                new ListenPlace(IPAddress.Loopback, 0), null,
                (application, _) => application.Run(context => context.Response.WriteAsync("here")))
            {
                Connections = connections,
            },
            default);
        using HttpClient first = new();
        using HttpClient second = new();
        using HttpClient third = new();

        Assert.Equal("here", await first.GetStringAsync(host.Uri));
        Assert.Equal("here", await second.GetStringAsync(host.Uri));
        await Assert.ThrowsAsync<HttpRequestException>(() => third.GetStringAsync(host.Uri));
        Assert.Equal("here", await first.GetStringAsync(host.Uri));
        second.Dispose();
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (connections.Taken > 1)
        {
            await Task.Delay(1, limit.Token);
        }

        Assert.Equal("here", await third.GetStringAsync(host.Uri));
    }
}
