export const StagePage = ({ name }: { name: string }) => name;
