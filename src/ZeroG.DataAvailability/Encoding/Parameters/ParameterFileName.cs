namespace ZeroG.DataAvailability.Encoding.Parameters;

/// <summary>
/// What the files of parameters are called: the official ones (0glabs/0g-da-encoder, <c>crates/amt/src/utils.rs</c>) and the module's own.
/// Numbers have two digits, first the depth of the proofs, then log2 of the cells.
/// </summary>
public static class ParameterFileName
{
    /// <summary>Says that everything official in its folder comes from a known tau.</summary>
    public const string DevelopmentMark = "development.json";

    // A hash of the Rust name of BN254's type, which the official tool puts into every name.
    private const string Curve = "5DWgDV";

    /// <summary><c>amt-prove-coset0-mont-5DWgDV-10-20.bin</c>: what the official encoder loads of a coset.</summary>
    /// <param name="shape">Of the matrix.</param>
    /// <param name="coset">0, 1 or 2.</param>
    /// <param name="montgomery">False for the canonical form, which has no <c>mont</c> in its name.</param>
    public static string Prove(MatrixShape shape, int coset, bool montgomery = true) =>
        $"amt-prove-coset{coset}{Form(montgomery)}-{Curve}-{Numbers(shape)}.bin";

    /// <summary><c>amt-verify-coset0-5DWgDV-10-20.bin</c>: what DA nodes load of a coset.</summary>
    public static string Verify(MatrixShape shape, int coset) => $"amt-verify-coset{coset}-{Curve}-{Numbers(shape)}.bin";

    /// <summary><c>power-tau-5DWgDV-20.bin</c>: the powers of tau that all others come from.</summary>
    public static string PowersOfTau(MatrixShape shape, bool montgomery = false) =>
        $"power-tau{Form(montgomery)}-{Curve}-{shape.LogCells:00}.bin";

    /// <summary><c>zerog-da-10-20.bin</c>, or <c>zerog-da-development-10-20.bin</c>: the module's own, all cosets in one file.</summary>
    public static string Set(MatrixShape shape, bool development) => $"zerog-da-{(development ? "development-" : "")}{Numbers(shape)}.bin";

    /// <summary>Whether a name is that of parameters which are not marked by it as being for development.</summary>
    internal static bool IsForReal(string name) =>
        name.StartsWith("amt-", StringComparison.Ordinal) || name.StartsWith("power-tau-", StringComparison.Ordinal)
        || (name.StartsWith("zerog-da-", StringComparison.Ordinal) && !name.StartsWith("zerog-da-development-", StringComparison.Ordinal));

    private static string Form(bool montgomery) => montgomery ? "-mont" : "";

    private static string Numbers(MatrixShape shape) => $"{shape.LogRows:00}-{shape.LogCells:00}";
}
