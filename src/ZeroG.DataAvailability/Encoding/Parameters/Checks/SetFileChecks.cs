using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters.Files;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Encoding.Parameters.Checks;

/// <summary>The checks of the module's own file.</summary>
internal static class SetFileChecks
{
    /// <exception cref="Chain.ZeroGException">The file is so wrong that nothing more can be said of it.</exception>
    public static IEnumerable<ParameterCheckResult> Run(string path, CheckContext context)
    {
        ParameterWork work = context.Work;
        using ParameterSetFile file = ParameterSetFile.Open(path, context.Shape, work);
        yield return new("File", true, "header, length and all checksums are right", path);
        if (file.Label is null && context.Shape == MatrixShape.Production)
        {
            yield return Official(file, work);
        }

        bool sound = true;
        foreach (ParameterCheckResult result in Equations(file, context))
        {
            yield return result;
            sound &= result.Passed;
        }

        // Rows of fewer cells have no Merkle leaves, and cannot be encoded.
        if (sound && context.Shape.Columns >= BlobTree.CellsPerLeaf)
        {
            yield return CheckContext.Result(
                "Encoding", path, SampleBlob.FindFault(file, work), "a random blob was encoded, and rows of each coset verified");
        }
    }

    private static IEnumerable<ParameterCheckResult> Equations(ParameterSetFile file, CheckContext context)
    {
        ParameterWork work = context.Work;
        file.HighPower.CheckedView(work);
        ReadOnlyMemory<G1Affine> powers = file.TauPowers.CheckedView(work);
        CosetIdentities[] cosets = [.. file.Basis.Select(
            (basis, coset) => new CosetIdentities(context.Shape, coset, basis.CheckedView(work), work))];
        yield return All(
            "Basis", (identities, _) => identities.SumFault(), $"{3L * powers.Length:N0} points, which add up to the generator");
        bool oneTau = cosets.All(identities => identities.Tau() == powers.Span[1]);
        yield return oneTau
            ? context.Tau(file.Path, powers.Span[1], file.HighG2, file.Label)
            : new("Tau", false, "it is not the same in all cosets and in the powers", file.Path);
        yield return All(
            "Vanishes", (identities, coset) => identities.VanishFault(file.Vanishes[coset].CheckedView(work)),
            $"{3L * file.Vanishes[0].Count:N0} points, which belong to the basis");
        RandomPolynomial polynomial = new(context.Shape, work);
        G1Affine commitment = polynomial.Commit(powers);
        int other = Array.FindIndex([0, 1, 2], coset => polynomial.CommitByRows(coset, file.Basis[coset].View()) != commitment);
        yield return CheckContext.Result(
            "Powers", file.Path, other < 0 ? null : $"a random polynomial has another commitment in coset {other} than by its coefficients",
            "a random polynomial has the same commitment by its coefficients and in all cosets");
        G1Affine high = polynomial.Commit(file.HighPowers.CheckedView(work));
        bool belongs = CosetIdentities.AreEqual(high, G2Affine.Generator, commitment, file.HighG2);
        yield return CheckContext.Result(
            "HighPowers", file.Path, belongs ? null : "they are not tau^H times the powers",
            $"{powers.Length:N0} points, which belong to the powers");

        ParameterCheckResult All(string name, Func<CosetIdentities, int, string?> find, string found)
        {
            for (int coset = 0; coset < cosets.Length; coset++)
            {
                if (find(cosets[coset], coset) is string fault)
                {
                    return new(name, false, $"in coset {coset}: {fault}", file.Path);
                }
            }

            return new(name, true, found, file.Path);
        }
    }

    // The official verify files, bases and vanishes and the high power, are contained in this one: they are put together again and hashed.
    private static ParameterCheckResult Official(ParameterSetFile file, ParameterWork work)
    {
        SetSource source = new(file);
        for (int coset = 0; coset < MatrixShape.CosetCount; coset++)
        {
            string name = ParameterFileName.Verify(file.Shape, coset);
            string digest = Convert.ToHexStringLower(VerifyFile.DigestAsync(source, coset, work).GetAwaiter().GetResult());
            if (digest != OfficialDigests.Of(name))
            {
                return new(
                    "Official", false, $"{name} would have the SHA-256 {digest} and should have {OfficialDigests.Of(name)}", file.Path);
            }
        }

        return new("Official", true, "it holds what the official verify files hold, by their SHA-256", file.Path);
    }
}
