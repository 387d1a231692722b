using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters.Files;

namespace ZeroG.DataAvailability.Encoding.Parameters.Checks;

/// <summary>The checks of an official file of powers of tau.</summary>
internal static class PowersOfTauChecks
{
    /// <exception cref="Chain.ZeroGException">The file is so wrong that nothing more can be said of it.</exception>
    public static IEnumerable<ParameterCheckResult> Run(string path, bool montgomery, CheckContext context)
    {
        using PowersOfTauFile file = PowersOfTauFile.Open(path, context.Shape, montgomery);
        yield return new("File", true, "header and length are right", path);
        if (context.Official(path) is { } official)
        {
            yield return official;
        }

        G1Affine[] powers = file.Powers.Read(context.Work);
        PowersRelation relation = new(powers, file.HighPowers.Read(context.Work), file.PowersG2.Read(context.Work), file.HighG2);
        string? fault = relation.FindFault(context.Work);
        yield return CheckContext.Result(
            "Powers", path, fault is null ? null : $"the file {fault}", $"{powers.Length:N0} powers of one number, thrice");
        yield return context.Tau(path, powers[1], file.HighG2);
    }
}
