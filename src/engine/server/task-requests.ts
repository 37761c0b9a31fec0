/**
 * Answers the requests about tasks. Of starting and stopping the answer is null at once, and updates follow; of asking it
 * is the result, with the protocol's own progress and cancellation.
 */
import type { CancellationToken, Connection, Disposable, WorkDoneProgressParams } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { ASK_TASK, LIST_EXPECTATIONS, START_TASK, STOP_TASK } from "../protocol/messages";
import type { TaskAnswer } from "../protocol/task";
import { readTaskName, TASKS, type ResultOf, type TaskName } from "../protocol/tasks";
import type { ExpectationList } from "../report/check";
import { listExpectations } from "../spec/expectations";
import type { FeatureContext } from "./features/feature";
import { partOf } from "./tasks";
import { fault, notOpen, UNKNOWN_TASK } from "./tasks/part";
import { hooksFor } from "./work-done";

/** As any client may send it. */
interface Params extends WorkDoneProgressParams {
  readonly task: unknown;
  readonly uri: string;
  readonly asked?: unknown;
  readonly text?: unknown;
}

export interface TaskRequestsContext extends Pick<
  FeatureContext,
  "documents" | "sessions" | "tasks" | "placeOf" | "guard"
> {
  /** A task of this document begins. */
  readonly begun: () => void;
}

export function answerTaskRequests(connection: Connection, context: TaskRequestsContext): readonly Disposable[] {
  const { documents, sessions, tasks, placeOf, guard, begun } = context;

  const start = ({ task: name, uri, asked }: Params): null => {
    const task = readTaskName(name);
    const document = documents.get(uri);
    if (task === null || document === undefined) return null;
    if (task === "analyze") {
      const read = partOf(task).read?.(asked);
      if (read?.kind === "asked") sessions.analyzeNow(uri, read.asked.effort);
      return null;
    }
    tasks.start(task, placeOf(document), asked);
    begun();
    return null;
  };

  const stop = ({ task: name, uri }: Params): null => {
    const task = readTaskName(name);
    if (task === "analyze") sessions.cancel(uri);
    else if (task !== null) tasks.stop(task, uri);
    return null;
  };

  type Answer = TaskAnswer<ResultOf<TaskName>>;

  const ask = async (
    task: TaskName,
    { uri, asked, text, workDoneToken }: Params,
    token: CancellationToken,
  ): Promise<Answer> => {
    const place = typeof text === "string" ? TextDocument.create(uri, "", 0, text) : documents.get(uri);
    if (place === undefined) return notOpen(task);
    const { hooks, done } = hooksFor(connection, workDoneToken, TASKS[task].words.doing, token);
    const answer = await tasks.ask(task, placeOf(place), asked, hooks);
    done();
    return answer;
  };

  const list = (params: { readonly text?: unknown } | null): ExpectationList =>
    listExpectations(typeof params?.text === "string" ? params.text : "");

  return [
    connection.onRequest(LIST_EXPECTATIONS, (params: { readonly text?: unknown } | null) =>
      guard("list expectations", listExpectations(""), () => list(params)),
    ),
    connection.onRequest(START_TASK, (params: Params) => guard("start a task", null, () => start(params))),
    connection.onRequest(STOP_TASK, (params: Params) => guard("stop a task", null, () => stop(params))),
    connection.onRequest(ASK_TASK, async (params: Params | null, token: CancellationToken): Promise<Answer> => {
      const task = readTaskName(params?.task);
      if (params === null || task === null) return UNKNOWN_TASK;
      return await guard<Answer>(task, fault(task), () => ask(task, params, token));
    }),
  ];
}
