import { CASES, type CaseKind, type Owner } from '../../domain/cases/catalogue.js';
import { code, markdownTable } from './markdown.js';

const OWNERS: Readonly<Record<Owner, string>> = {
  retail: 'Retail',
  warehouse: 'Warehouse',
  finance: 'Finance',
  'customer-service': 'Customer service',
  integration: 'Integration',
};

/** `docs/cases.md`: every question that Onepool may ask a person. */
export function casesPage(): string {
  const kinds = Object.entries<CaseKind>(CASES);
  const chapters = Object.entries(OWNERS).map(([owner, title]) => {
    const theirs = kinds.filter(([, kind]) => kind.owner === owner);
    return [`## ${title} (\`${owner}\`)`, ...theirs.map(([name, kind]) => chapter(name, kind))].join('\n\n');
  });
  const overview = markdownTable(
    ['Code', 'Owner', 'Severity', 'Answer within', 'Answers'],
    kinds.map(([name, kind]) => [
      `[${code(name)}](#${anchor(name)})`,
      kind.owner,
      kind.severity,
      `${kind.answerWithinHours} h`,
      kind.answers.map(code).join(', '),
    ]),
  );
  return `# Every case

Made by \`npm run docs\` from \`domain/cases/catalogue.ts\`; do not edit. How to answer a case is in the
[handbook](handbook.md). A case may list several problems; then it carries all their codes, the answers to any of them,
and the owner of the first.

${overview}

${chapters.join('\n\n')}
`;
}

const chapter = (name: string, { title, whatToDo, answers, answerWithinHours }: CaseKind): string =>
  `### ${name}\n\n${title}. ${whatToDo}\n\nAnswers: ${answers.map(code).join(', ')}. Within ${answerWithinHours} h.`;

/** As GitHub makes anchors of headings. */
const anchor = (heading: string): string => heading.toLowerCase().replace(/[^\w -]/g, '');
