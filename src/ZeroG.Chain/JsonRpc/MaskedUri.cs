namespace ZeroG.Chain.JsonRpc;

/// <summary>
/// Addresses of servers as they may be shown: providers put keys into user info, query and path, and none of those belongs in a message or
/// log.
/// </summary>
public static class MaskedUri
{
    // API keys of the common providers are 24 to 64 characters; version and network names in paths are far shorter.
    private const int ShortestKey = 20;

    /// <summary>Scheme, host, port and path; user info and query are dropped, path segments as long as a key become <c>…</c>.</summary>
    public static string Of(Uri uri)
    {
        if (!uri.IsAbsoluteUri)
        {
            return "…";
        }

        string[] segments = uri.AbsolutePath.Split('/');
        for (int i = 0; i < segments.Length; i++)
        {
            segments[i] = segments[i].Length >= ShortestKey ? "…" : segments[i];
        }

        string path = string.Join('/', segments);
        return uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + (path == "/" ? "" : path);
    }
}
