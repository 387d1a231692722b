using System.Net.Sockets;
using ZeroG.Chain.Http;

namespace ZeroG.Chain.Tests.Http;

public class ConnectionFaultTests
{
    [Theory]
    [InlineData(HttpRequestError.ConnectionError, true)]
    [InlineData(HttpRequestError.NameResolutionError, true)]
    [InlineData(HttpRequestError.SecureConnectionError, true)]
    [InlineData(HttpRequestError.ProxyTunnelError, true)]
    [InlineData(HttpRequestError.ResponseEnded, false)]
    [InlineData(HttpRequestError.Unknown, false)]
    public void IsBeforeSending_InsideAnotherFailure_SaysWhetherTheRequestCanHaveArrived(HttpRequestError error, bool isBefore)
    {
        HttpRequestException failure = new(error);

        Assert.Equal(isBefore, ConnectionFault.IsBeforeSending(failure));
        Assert.Equal(isBefore, ConnectionFault.IsBeforeSending(new InvalidOperationException("around", failure)));
        Assert.False(ConnectionFault.IsBeforeSending(null));
        Assert.False(ConnectionFault.IsBeforeSending(new IOException("cut")));
    }

    [Fact]
    public void Explain_TakesTheSocketsWordAndNeverTheText()
    {
        const string Secret = "http://user:key@node.example";
        SocketException refused = new((int)SocketError.ConnectionRefused);

        Assert.Equal(
            "ConnectionRefused", ConnectionFault.Explain(new HttpRequestException(HttpRequestError.ConnectionError, Secret, refused)));
        Assert.Equal(
            "NameResolutionError", ConnectionFault.Explain(new HttpRequestException(HttpRequestError.NameResolutionError, Secret)));
        Assert.Equal("the connection was lost", ConnectionFault.Explain(new HttpRequestException(HttpRequestError.ResponseEnded, Secret)));
        Assert.Equal("the connection was lost", ConnectionFault.Explain(new IOException(Secret)));
    }
}
