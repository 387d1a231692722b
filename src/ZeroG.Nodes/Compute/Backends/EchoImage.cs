using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace ZeroG.Nodes.Compute.Backends;

/// <summary>The echo's pictures: valid PNG files of 8 by 8 points in one colour, which the prompt decides.</summary>
internal static class EchoImage
{
    private const int Side = 8;
    private const uint CrcPolynomial = 0xEDB88320;

    /// <summary>A picture.</summary>
    /// <param name="prompt">What was asked for.</param>
    /// <param name="number">Its place among those of one request.</param>
    public static byte[] Create(string prompt, int number)
    {
        byte[] colour = SHA256.HashData(Encoding.UTF8.GetBytes($"{number}:{prompt}"));
        using MemoryStream points = new();
        using (ZLibStream packed = new(points, CompressionLevel.Optimal))
        {
            for (int row = 0; row < Side; row++)
            {
                packed.WriteByte(0);
                for (int column = 0; column < Side; column++)
                {
                    packed.Write(colour, 0, 3);
                }
            }
        }

        // Width, height, 8 bits a channel, red-green-blue; no interlacing (PNG specification, 11.2.1).
        byte[] header = [0, 0, 0, Side, 0, 0, 0, Side, 8, 2, 0, 0, 0];
        using MemoryStream file = new();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n']);
        Write(file, "IHDR"u8, header);
        Write(file, "IDAT"u8, points.ToArray());
        Write(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Write(MemoryStream file, ReadOnlySpan<byte> type, byte[] data)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] chunk = [.. type, .. data];
        file.Write(chunk);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(chunk));
        file.Write(number);
    }

    // PNG specification, annex D.
    private static uint Crc(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ CrcPolynomial;
            }
        }

        return ~crc;
    }
}
