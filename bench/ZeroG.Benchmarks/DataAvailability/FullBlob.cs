using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.Benchmarks.DataAvailability;

/// <summary>A blob of 32,505,852 bytes, the largest of the network.</summary>
internal static class FullBlob
{
    public static MatrixShape Shape => MatrixShape.Production;

    public static byte[] Data()
    {
        byte[] data = new byte[Shape.MaxDataSize];
        new Random(4).NextBytes(data);
        return data;
    }

    /// <summary>All encoded cells.</summary>
    public static Fr[] Cells(ParallelOptions options)
    {
        Fr[] cells = new Fr[Shape.EncodedCells];
        BlobMatrix.Fill(Shape, Data(), cells.AsSpan(0, Shape.Cells));
        ErasureCode.Extend(Shape, cells, options);
        return cells;
    }
}
