using Google.Protobuf;
using Grpc.Net.Client;
using ZeroG.DataAvailability.Protocol;
using ZeroG.Nodes.DaEncoder;

namespace ZeroG.Nodes.Tests.DaEncoder;

/// <summary>A client as the official ones are: generated from the service's declaration, with limits of 1 GiB.</summary>
internal sealed class EncoderClient : IDisposable
{
    private readonly GrpcChannel _channel;

    public EncoderClient(Uri uri)
    {
        _channel = GrpcChannel.ForAddress(
            uri,
            new GrpcChannelOptions
            {
                MaxReceiveMessageSize = EncoderHost.MessageSizeLimit,
                MaxSendMessageSize = EncoderHost.MessageSizeLimit,
            });
        Calls = new Encoder.EncoderClient(_channel);
    }

    public Encoder.EncoderClient Calls { get; }

    public async Task<EncodeBlobReply> EncodeAsync(
        ReadOnlyMemory<byte> data, bool requireData = false, CancellationToken cancellationToken = default)
    {
        EncodeBlobRequest request = new() { Data = UnsafeByteOperations.UnsafeWrap(data), RequireData = requireData };
        return await Calls.EncodeBlobAsync(request, cancellationToken: cancellationToken);
    }

    public void Dispose() => _channel.Dispose();
}
