using Microsoft.AspNetCore.Http;

namespace ZeroG.Nodes.Hosting;

/// <summary>
/// Lets web pages read answers (CORS). Nothing that a browser sends of its own accord, such as a cookie, means anything to a node, so
/// the origin does not matter here; <see cref="LoopbackGuard"/> stands before it where it does.
/// </summary>
internal static class CrossOrigin
{
    // Two hours, the most that browsers keep to.
    private const string PreflightLifetime = "7200";

    /// <summary>Marks the answer as readable; true when the browser only asked beforehand, and has its answer with that.</summary>
    public static bool Answer(HttpContext context)
    {
        if (context.Request.Headers.Origin.Count == 0)
        {
            return false;
        }

        IHeaderDictionary headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        if (!HttpMethods.IsOptions(context.Request.Method))
        {
            return false;
        }

        headers.AccessControlAllowMethods = HttpMethods.Post;
        headers.AccessControlAllowHeaders = "*";
        headers.AccessControlMaxAge = PreflightLifetime;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }
}
