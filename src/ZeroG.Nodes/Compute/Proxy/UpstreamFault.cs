namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>An upstream gave no answer.</summary>
/// <param name="message">What happened, fit to be shown.</param>
/// <param name="maybeWorked">
/// Whether it may have worked on the request, which may have cost money: then no other one is asked in its place.
/// </param>
/// <param name="cause">The failure beneath.</param>
internal sealed class UpstreamFault(string message, bool maybeWorked, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether the request may have been worked on.</summary>
    public bool MaybeWorked => maybeWorked;

    /// <summary>Whether a failure came before anything of a request was sent.</summary>
    public static bool IsBeforeSending(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is HttpRequestException http)
            {
                return http.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
            }
        }

        return false;
    }
}
