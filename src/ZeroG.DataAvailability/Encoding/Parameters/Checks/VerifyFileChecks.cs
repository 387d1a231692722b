using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters.Files;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Encoding.Parameters.Checks;

/// <summary>The checks of an official verify file.</summary>
internal static class VerifyFileChecks
{
    /// <exception cref="Chain.ZeroGException">The file is so wrong that nothing more can be said of it.</exception>
    public static IEnumerable<ParameterCheckResult> Run(string path, int coset, CheckContext context)
    {
        using VerifyFile file = VerifyFile.Open(path, context.Shape);
        yield return new("File", true, "length and counts are right", path);
        if (context.Official(path) is { } official)
        {
            yield return official;
        }

        G1Affine[] basis = file.Basis.Read(context.Work);
        CosetIdentities identities = new(context.Shape, coset, basis, context.Work);
        yield return CheckContext.Result("Basis", path, identities.SumFault(), $"{basis.Length:N0} points, which add up to the generator");
        yield return context.Tau(path, identities.Tau(), file.HighG2);
        G2Affine[] vanishes = new G2Affine[ParameterSource.VanishCount(context.Shape)];
        for (int depth = 1; depth <= context.Shape.LogRows; depth++)
        {
            file.Vanishes(depth).Read(vanishes.AsMemory(ParameterSource.VanishStart(depth), 1 << depth), 0, 1, context.Work);
        }

        yield return CheckContext.Result(
            "Vanishes", path, identities.VanishFault(vanishes), $"{vanishes.Length:N0} points, which belong to the basis");
    }
}
