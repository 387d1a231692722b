using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters.Files;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Encoding.Parameters.Checks;

/// <summary>The checks of an official prove file.</summary>
internal static class ProveFileChecks
{
    /// <exception cref="Chain.ZeroGException">The file is so wrong that nothing more can be said of it.</exception>
    public static IEnumerable<ParameterCheckResult> Run(string path, int coset, bool montgomery, CheckContext context)
    {
        MatrixShape shape = context.Shape;
        ParameterWork work = context.Work;
        using ProveFile file = ProveFile.Open(path, shape, montgomery);
        yield return new("File", true, "header and length are right", path);
        if (context.Official(path) is { } official)
        {
            yield return official;
        }

        G1Affine[] basis = file.Basis.Read(work);
        CosetIdentities identities = new(shape, coset, basis, work);
        yield return CheckContext.Result("Basis", path, identities.SumFault(), $"{basis.Length:N0} points, which add up to the generator");
        yield return context.Tau(path, identities.Tau(), file.HighG2);
        G2Affine[] vanishes = new G2Affine[ParameterSource.VanishCount(shape)];
        for (int depth = 1; depth <= shape.LogRows; depth++)
        {
            file.Vanishes(depth).Read(vanishes.AsMemory(ParameterSource.VanishStart(depth), 1 << depth), 0, 1, work);
        }

        yield return CheckContext.Result(
            "Vanishes", path, identities.VanishFault(vanishes), $"{vanishes.Length:N0} points, which belong to the basis");
        string? fault = null;
        for (int depth = 1; depth <= shape.LogRows && fault is null; depth++)
        {
            fault = identities.QuotientFault(
                depth, file.Quotients(depth).Read(work), vanishes.AsMemory(ParameterSource.VanishStart(depth), 1 << depth));
        }

        yield return CheckContext.Result(
            "Quotients", path, fault, $"{(long)shape.LogRows * shape.Cells:N0} points, which belong to basis and vanishes");
        yield return CheckContext.Result(
            "HighBasis", path, identities.HighFault(file.HighBasis.Read(work), file.HighG2),
            $"{basis.Length:N0} points, which belong to the basis");
    }
}
