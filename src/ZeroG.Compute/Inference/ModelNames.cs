namespace ZeroG.Compute.Inference;

/// <summary>Names of models as different servers write them.</summary>
public static class ModelNames
{
    /// <summary>
    /// Whether two names mean one model: what stands before a slash, case and punctuation do not count, and one may go on where the other
    /// ends, as dated versions do.
    /// </summary>
    public static bool Same(string asked, string answered)
    {
        string left = Plain(asked);
        string right = Plain(answered);
        return left.Length > 0 && right.Length > 0
            && (left.StartsWith(right, StringComparison.Ordinal) || right.StartsWith(left, StringComparison.Ordinal));
    }

    private static string Plain(string name) =>
        string.Concat(name[(name.LastIndexOf('/') + 1)..].ToLowerInvariant().Where(char.IsLetterOrDigit));
}
