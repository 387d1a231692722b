using System.Buffers;
using Google.Protobuf;
using Grpc.Core;
using ZeroG.DataAvailability.Protocol;
using ZeroG.Nodes.DaEncoder;

namespace ZeroG.Nodes.Tests.Fuzzing;

/// <summary>Damaged requests to the DA encoder, read as the node reads them: a request or the one exception of malformed
/// messages.</summary>
public sealed class EncodeRequestFuzzTests
{
    private const int Cases = 20_000;

    [Fact]
    public void Request_Damaged_IsReadOrRefused()
    {
        Random random = new(20261126);
        byte[] data = new byte[300];
        random.NextBytes(data);
        byte[] valid = new EncodeBlobRequest { Data = ByteString.CopyFrom(data), RequireData = true }.ToByteArray();
        int read = 0;
        for (int i = 0; i < Cases; i++)
        {
            Bounds.Check(
                i % 2 == 0 ? TextMutation.Of(valid, random) : Noise(random),
                bytes =>
                {
                    EncodeBlobRequest request = EncoderMethods.ReadRequest(Split(bytes));
                    Assert.InRange(request.Data.Length, 0, bytes.Length);
                    read++;
                },
                failure => failure is RpcException { StatusCode: StatusCode.Internal },
                nameof(EncodeBlobRequest));
        }

        Assert.InRange(read, Cases / 20, Cases - (Cases / 20));
    }

    // Tags, lengths and wire types of all kinds are likelier among small bytes.
    private static byte[] Noise(Random random)
    {
        byte[] bytes = new byte[random.Next(12)];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(random.Next(4) == 0 ? random.Next(256) : random.Next(24));
        }

        return bytes;
    }

    // As it comes from a socket: in pieces.
    private static ReadOnlySequence<byte> Split(byte[] bytes)
    {
        Piece first = new(bytes.AsMemory(0, bytes.Length / 2), 0);
        Piece second = first.Append(bytes.AsMemory(bytes.Length / 2));
        return new ReadOnlySequence<byte>(first, 0, second, second.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long start) => (Memory, RunningIndex) = (memory, start);

        public Piece Append(ReadOnlyMemory<byte> memory)
        {
            Piece next = new(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
