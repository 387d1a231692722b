using ZeroG.Chain;

namespace ZeroG.DataAvailability.Encoding.Parameters.Files;

/// <summary>The first bytes of the files that have some.</summary>
internal static class FileHeader
{
    /// <summary>Looks whether a file is of the right kind and for the right shape.</summary>
    /// <param name="file">The file.</param>
    /// <param name="magic">Its first bytes.</param>
    /// <param name="numbers">The bytes after those: log2 of the cells, and the depth of the proofs if the kind has one.</param>
    /// <param name="shape">What was asked for.</param>
    /// <exception cref="ZeroGException"><c>ZgParameterInvalid</c>, <c>ZgParameterShape</c>.</exception>
    public static void Check(MappedFile file, ReadOnlySpan<byte> magic, ReadOnlySpan<byte> numbers, MatrixShape shape)
    {
        CheckMagic(file, magic);
        if (file.Length < magic.Length + numbers.Length)
        {
            throw ParameterFailure.Invalid(file.Path, "ends within its header.");
        }

        ReadOnlySpan<byte> found = file.Bytes(magic.Length, numbers.Length);
        if (!found.SequenceEqual(numbers))
        {
            throw ParameterFailure.OtherShape(
                file.Path, $"2^{found[0]} cells{(found.Length > 1 ? $" and proofs of depth {found[1]}" : "")}", shape);
        }
    }

    /// <summary>Looks whether a file is of the right kind.</summary>
    /// <exception cref="ZeroGException"><c>ZgParameterInvalid</c>.</exception>
    public static void CheckMagic(MappedFile file, ReadOnlySpan<byte> magic)
    {
        if (file.Length < magic.Length || !file.Bytes(0, magic.Length).SequenceEqual(magic))
        {
            throw ParameterFailure.Invalid(
                file.Path,
                $"does not begin with '{System.Text.Encoding.ASCII.GetString(magic)}', so it is another kind of file than its name says.");
        }
    }

    /// <summary>Looks whether a file is complete.</summary>
    /// <exception cref="ZeroGException"><c>ZgParameterInvalid</c>.</exception>
    public static void CheckLength(MappedFile file, long expected)
    {
        if (file.Length != expected)
        {
            throw ParameterFailure.WrongLength(file.Path, file.Length, expected);
        }
    }
}
