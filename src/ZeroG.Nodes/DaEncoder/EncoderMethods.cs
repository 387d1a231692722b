using System.Buffers;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using ZeroG.DataAvailability.Protocol;

namespace ZeroG.Nodes.DaEncoder;

/// <summary>
/// Offers the service <c>encoder.Encoder</c> to ASP.NET Core. Its one method is unary, but is registered as one that streams its reply:
/// on the wire both are the same, one message each, and only so can a message be written piece by piece.
/// </summary>
/// <param name="stopping">Cancelled when the host stops.</param>
internal sealed class EncoderMethods(CancellationToken stopping) : IServiceMethodProvider<EncoderService>
{
    /// <summary>Path of the method.</summary>
    public const string EncodeBlobPath = "/encoder.Encoder/EncodeBlob";

    private static readonly Method<EncodeBlobRequest, EncodeBlobReply> EncodeBlob = new(
        MethodType.ServerStreaming,
        "encoder.Encoder",
        "EncodeBlob",
        Marshallers.Create(
            (_, _) => throw new NotSupportedException("A server reads requests."),
            context => ReadRequest(context.PayloadAsReadOnlySequence())),
        Marshallers.Create<EncodeBlobReply>(
            (_, _) => throw new NotSupportedException("The service writes the reply itself."),
            _ => throw new NotSupportedException("A server writes replies.")));

    /// <summary>Reads a request out of the pieces in which it came; its data is copied once.</summary>
    /// <exception cref="RpcException">It is malformed.</exception>
    internal static EncodeBlobRequest ReadRequest(ReadOnlySequence<byte> message)
    {
        try
        {
            return EncodeBlobRequest.Parser.ParseFrom(message);
        }
        catch (InvalidProtocolBufferException)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The message is no EncodeBlobRequest."));
        }
    }

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<EncoderService> context) =>
        context.AddServerStreamingMethod(EncodeBlob, [], EncodeBlobAsync);

    private async Task EncodeBlobAsync(
        EncoderService service, EncodeBlobRequest request, IServerStreamWriter<EncodeBlobReply> replies, ServerCallContext context)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stopping);
        HttpResponse response = context.GetHttpContext().Response;
        await service.EncodeAsync(request, response.BodyWriter, context.Peer, ending.Token).ConfigureAwait(false);
    }
}
