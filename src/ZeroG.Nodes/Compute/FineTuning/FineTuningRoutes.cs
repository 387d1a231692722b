using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ZeroG.Compute.FineTuning;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>
/// The routes of official fine-tuning brokers for tasks (0g-serving-broker, <c>fine-tuning/internal/handler</c>): what comes in is read
/// here, what is decided elsewhere goes out.
/// </summary>
internal sealed class FineTuningRoutes(
    TaskStore store, TaskAdmission admission, TaskLog log, ModelHandout handout, DatasetReception datasets)
{
    // A task is a few hundred bytes; its configuration may have comments of its own.
    private const int LargestBody = 1 << 20;

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/task/pending", RouteTools.Handle("get task", PendingAsync));
        routes.MapPost("/v1/user/{user}/dataset", RouteTools.Handle("upload dataset", datasets.ReceiveAsync));
        routes.MapPost("/v1/user/{user}/task", RouteTools.Handle("register service", CreateAsync));
        routes.MapGet("/v1/user/{user}/task", RouteTools.Handle("get delivered tasks", ListAsync));
        routes.MapGet("/v1/user/{user}/task/{task}", RouteTools.Handle("get task", GetAsync));
        routes.MapGet("/v1/user/{user}/task/{task}/log", RouteTools.Handle("get task", LogAsync));
        routes.MapPost("/v1/user/{user}/task/{task}/cancel", RouteTools.Handle("cancel task", CancelAsync));
        routes.MapPost("/v1/user/{user}/task/{task}/lora", RouteTools.Handle("download lora", LoraAsync));
    }

    private Task PendingAsync(HttpContext context) =>
        RouteTools.WriteTextAsync(context, store.PendingCount.ToString(CultureInfo.InvariantCulture));

    private async Task CreateAsync(HttpContext context)
    {
        NewTaskRecord wanted = await RouteTools.ReadAsync(
            context, LargestBody, "bind service", static json => NewTaskRecord.Parse(json));
        Guid id = await admission.CreateAsync(RouteTools.User(context), wanted, context.RequestAborted);
        await RouteTools.WriteJsonAsync(context, new CreatedTaskRecord(id).ToJson(), StatusCodes.Status201Created);
    }

    private Task ListAsync(HttpContext context)
    {
        IReadOnlyList<ProviderTask> tasks = store.List(RouteTools.User(context));
        bool ascending = context.Request.Query["order"].ToString().Equals("asc", StringComparison.OrdinalIgnoreCase);
        IEnumerable<ProviderTask> shown = context.Request.Query["latest"] == "true" ? tasks.TakeLast(1)
            : ascending ? tasks
            : tasks.Reverse();
        return RouteTools.WriteJsonAsync(context, TaskRecord.WriteList(shown.Select(task => task.ToRecord())));
    }

    private Task GetAsync(HttpContext context) =>
        RouteTools.WriteJsonAsync(context, admission.Find(RouteTools.User(context), RouteTools.Task(context)).ToRecord().ToJson());

    private Task LogAsync(HttpContext context)
    {
        ProviderTask task = admission.Find(RouteTools.User(context), RouteTools.Task(context));
        byte[] lines = log.Read(task.Id) ?? throw new ProviderRefusal(
            StatusCodes.Status500InternalServerError, "Provider: get task", "Failed to read log file, please ensure the task is running");
        return RouteTools.WriteTextAsync(context, Encoding.UTF8.GetString(lines));
    }

    private async Task CancelAsync(HttpContext context)
    {
        Guid task = RouteTools.Task(context);
        TaskSignatureRecord signed = await RouteTools.ReadAsync(
            context, LargestBody, "bind ctx", static json => TaskSignatureRecord.Parse(json));
        admission.Cancel(RouteTools.User(context), task, signed.Signature);
        await RouteTools.WriteTextAsync(context, $"task {task} cancelled");
    }

    private async Task LoraAsync(HttpContext context)
    {
        Guid task = RouteTools.Task(context);
        TaskSignatureRecord signed = await RouteTools.ReadAsync(
            context, LargestBody, "bind ctx", static json => TaskSignatureRecord.Parse(json));
        await handout.SendAsync(context, RouteTools.User(context), task, signed);
    }
}
