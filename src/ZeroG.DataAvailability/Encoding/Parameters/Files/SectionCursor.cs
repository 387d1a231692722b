using System.Buffers.Binary;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters.Points;

namespace ZeroG.DataAvailability.Encoding.Parameters.Files;

/// <summary>Goes through a file whose length was checked, and finds its parts.</summary>
internal ref struct SectionCursor(MappedFile file, long offset = 0)
{
    private long _offset = offset;

    /// <summary>The count that precedes an array in arkworks' form, which has to be the one expected.</summary>
    /// <exception cref="Chain.ZeroGException"><c>ZgParameterInvalid</c>.</exception>
    public void Count(int expected, string what)
    {
        ulong count = BinaryPrimitives.ReadUInt64LittleEndian(file.Bytes(_offset, sizeof(ulong)));
        if (count != (ulong)expected)
        {
            throw ParameterFailure.Invalid(file.Path, $"says that it has {count:N0} {what}, and should have {expected:N0}.");
        }

        _offset += sizeof(ulong);
    }

    /// <summary>An array of points from here on.</summary>
    public PointSection<TPoint> Points<TPoint>(string name, int count, PointCodec<TPoint> codec)
        where TPoint : unmanaged
    {
        PointSection<TPoint> section = new(file, name, _offset, count, codec);
        _offset += (long)count * codec.Size;
        return section;
    }

    /// <summary>Reads one point.</summary>
    /// <exception cref="Chain.ZeroGException"><c>ZgParameterInvalid</c>.</exception>
    public TPoint Point<TPoint>(string name, PointCodec<TPoint> codec)
        where TPoint : unmanaged
    {
        PointFault fault = codec.Read(file.Bytes(_offset, codec.Size), out TPoint point);
        _offset += codec.Size;
        return fault == PointFault.None ? point : throw ParameterFailure.InvalidPoint(file.Path, name, 0, fault);
    }

    /// <summary>Reads the generator of G2.</summary>
    /// <exception cref="Chain.ZeroGException"><c>ZgParameterInvalid</c>: it is another point.</exception>
    public void Generator(PointCodec<G2Affine> codec)
    {
        if (Point("generator of G2", codec) != G2Affine.Generator)
        {
            throw ParameterFailure.Invalid(file.Path, "does not have the generator of G2 where it should be.");
        }
    }
}
