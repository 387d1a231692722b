using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.DataAvailability.Tests.Vectors;

/// <summary>The conventions of the vectors of data availability: integers as hex, bytes in wire order, blobs from a seed.</summary>
internal static class VectorInput
{
    /// <summary>What every file says of itself; nothing in it is a case.</summary>
    public const string Facts = "produced_by tau_label? tau? tau_rule? blob_rule? high_exponent_rule? note?";

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static int Number(this JsonElement element, string name) => element.GetProperty(name).GetInt32();

    public static Hash256 Hash(this JsonElement element, string name) => Hash256.Parse(element.Text(name));

    public static Hash256[] Hashes(this JsonElement element) =>
        [.. element.EnumerateArray().Select(item => Hash256.Parse(item.GetString()!))];

    public static byte[] Bytes(this JsonElement element, string name) => Convert.FromHexString(element.Text(name));

    public static Fr Scalar(this JsonElement element) => Fr.FromBigInteger(Integer(element.GetString()!));

    public static Fr[] Scalars(this JsonElement element) => [.. element.EnumerateArray().Select(Scalar)];

    /// <summary>{x, y} or "infinity".</summary>
    public static G1Affine Point(this JsonElement element) => element.ValueKind == JsonValueKind.String
        ? G1Affine.Infinity
        : new G1Affine(Fq.FromBigInteger(Integer(element.Text("x"))), Fq.FromBigInteger(Integer(element.Text("y"))));

    /// <summary>Rows of cells, each 32 bytes in little-endian order; a row is an array of them, or all of them in one text.</summary>
    public static Fr[] Cells(this JsonElement rows) => [.. rows.EnumerateArray().SelectMany(RowCells)];

    public static Fr Cell(JsonElement element) => Cell(element.GetString()!);

    public static MatrixShape Shape(this JsonElement element) => new(element.Number("log_row"), element.Number("log_col"));

    /// <summary>SHA-256(seed ‖ 0), SHA-256(seed ‖ 1) and so on, cut at the length.</summary>
    public static byte[] Blob(string seed, int length)
    {
        byte[] data = new byte[length];
        byte[] input = [.. System.Text.Encoding.UTF8.GetBytes(seed), .. new byte[8]];
        Span<byte> hash = stackalloc byte[32];
        for (int i = 0; i * 32 < length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(input.AsSpan(input.Length - 8), i);
            SHA256.HashData(input, hash);
            hash[..Math.Min(32, length - (i * 32))].CopyTo(data.AsSpan(i * 32));
        }

        return data;
    }

    public static BigInteger Integer(string hex) => BigInteger.Parse("0" + hex[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static IEnumerable<Fr> RowCells(JsonElement row) => row.ValueKind == JsonValueKind.Array
        ? row.EnumerateArray().Select(Cell)
        : row.GetString()!.Chunk(64).Select(cell => Cell(new string(cell)));

    private static Fr Cell(string hex) =>
        Fr.TryRead(Convert.FromHexString(hex), out Fr value) ? value : throw new InvalidOperationException("No cell: " + hex);
}
